import sys

for word in ["Grüße", "Ελλάδα", "日本語", "العربية", "🦀🐍", "e\u0301", "\u200b|"]:
    print(len(word.encode()), word)
print("żółw", file=sys.stderr)
