for ((i = 0; i < 500; i++)); do printf 'to be or not to be, '; done >text
gzip -k text
small=False whole=False
[[ $(stat -c %s text.gz) -lt 200 ]] && small=True
gunzip -c text.gz | cmp -s - text && whole=True
echo "$(stat -c %s text) $small $whole"
