import gzip

text = b"to be or not to be, " * 500
packed = gzip.compress(text)
print(len(text), len(packed) < 200, gzip.decompress(packed) == text)
