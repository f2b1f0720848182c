echo giving up
echo cannot go on >&2
exit 42
