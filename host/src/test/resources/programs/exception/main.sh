set -u
average() { echo $(($1 / $2)); }
average 6 3
average 6 0
echo "unset: $nowhere"
