. "${BASH_SOURCE%/*}/shapes/area.sh"
echo "$(rectangle 3 4) $(circle 10)"
