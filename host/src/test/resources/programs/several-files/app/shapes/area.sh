rectangle() { echo $(($1 * $2)); }
circle() { echo $((355 * $1 * $1 / 113)); }
