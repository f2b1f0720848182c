import collections
import re

words = re.findall(r"[a-z]+", open("verse.txt").read().lower())
counts = collections.Counter(words)
for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:6]:
    print(count, word)
