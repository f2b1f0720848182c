tr -cs 'A-Za-z' '\n' <verse.txt | tr A-Z a-z | sort | uniq -c | sort -k1,1nr -k2 | head -n 6 |
  while read -r count word; do echo "$count $word"; done
