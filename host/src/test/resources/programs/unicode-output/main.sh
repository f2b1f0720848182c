for word in Grüße Ελλάδα 日本語 العربية 🦀🐍 $'e\u0301' $'\u200b|'; do
  bytes=$(printf %s "$word" | wc -c)
  printf '%d %s\n' "$bytes" "$word"
done
echo żółw >&2
