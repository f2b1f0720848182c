for ((n = 0; n < 256; n++)); do
  printf "\\x$(printf %02x "$n")"
done
printf '\xff\xfe\x00' >&2
