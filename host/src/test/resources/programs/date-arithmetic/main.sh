for days in 0 1 2 3 366; do
  date -u -d "$1 + $days days" '+%F %a %-j'
done
