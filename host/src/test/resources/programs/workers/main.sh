squares() {
  local n sum=0
  for ((n = $1; n < $2; n++)); do ((sum += n * n)); done
  echo "$sum" >>"$3"
}
squares 0 500 large &
squares 500 1000 large &
for _ in 1 2 3 4; do squares 0 10 small & done
wait
echo "$(paste -sd+ large | xargs -I{} bash -c 'echo $(({}))') $(($(paste -sd+ small)))"
