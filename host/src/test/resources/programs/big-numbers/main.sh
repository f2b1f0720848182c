# Numbers as lists of nine digits each, the lowest first.
a=(0) b=(1)
for ((n = $1; n > 0; n--)); do
  sum=() carry=0
  for ((i = 0; i < ${#b[@]} || carry; i++)); do
    digits=$((${a[i]:-0} + ${b[i]:-0} + carry))
    ((carry = digits / 1000000000))
    sum[i]=$((digits % 1000000000))
  done
  a=("${b[@]}") b=("${sum[@]}")
done
printf %d "${a[-1]}"
for ((i = ${#a[@]} - 2; i >= 0; i--)); do printf %09d "${a[i]}"; done
echo
