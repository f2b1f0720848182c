number=0
while IFS= read -r line || [[ $line ]]; do
  echo "$((number += 1)): $line"
done
