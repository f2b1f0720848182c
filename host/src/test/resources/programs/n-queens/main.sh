size=$1 count=0 first=
place() { # row, columns, diagonals down, diagonals up: each a mask
  local row=$1 free=$((((1 << size) - 1) & ~($2 | $3 | $4))) bit column line
  if ((row == size)); then
    ((count++)) || first=("${board[@]}")
    return
  fi
  while ((free)); do
    bit=$((free & -free)) free=$((free & (free - 1))) column=0
    while ((bit >> column != 1)); do ((column++)); done
    printf -v line '%*s' "$column" ''
    printf -v line '%-*s' "$size" "${line}Q"
    board[row]=${line// /.}
    place $((row + 1)) $(($2 | bit)) $((($3 | bit) << 1)) $((($4 | bit) >> 1))
  done
}
place 0 0 0 0
echo "$count solutions"
printf '%s\n' "${first[@]}"
