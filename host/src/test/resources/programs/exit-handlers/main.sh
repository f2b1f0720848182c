trap 'echo said at exit $?' EXIT
echo because >&2
exit 5
