awk 'BEGIN { n = 0 }
NF { for (j = 1; j <= 3; j++) m[n, j] = $j; n++ }
END {
  for (i = 0; i < 3; i++) {
    for (j = 1; j <= 3; j++) {
      p[i, j] = 0
      for (k = 1; k <= 3; k++) p[i, j] += m[i, k] * m[2 + k, j]
    }
    print p[i, 1], p[i, 2], p[i, 3]
  }
  d = p[0, 1] * (p[1, 2] * p[2, 3] - p[1, 3] * p[2, 2])
  d -= p[0, 2] * (p[1, 1] * p[2, 3] - p[1, 3] * p[2, 1])
  d += p[0, 3] * (p[1, 1] * p[2, 2] - p[1, 2] * p[2, 1])
  print "determinant", d
}'
