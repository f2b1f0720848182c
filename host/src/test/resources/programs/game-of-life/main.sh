awk '{ width = length($0); for (x = 1; x <= width; x++) live[x, NR] = substr($0, x, 1) == "#" }
END {
  for (g = 0; g < 4; g++) {
    for (y = 1; y <= NR; y++) for (x = 1; x <= width; x++) {
      n = -live[x, y]
      for (i = -1; i <= 1; i++) for (j = -1; j <= 1; j++) n += live[x + i, y + j]
      after[x, y] = n == 3 || (n == 2 && live[x, y])
    }
    for (y = 1; y <= NR; y++) for (x = 1; x <= width; x++) live[x, y] = after[x, y]
  }
  for (y = 1; y <= NR; y++) {
    for (x = 1; x <= width; x++) printf "%s", live[x, y] ? "#" : "."
    print ""
  }
}'
