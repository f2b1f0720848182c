import locale, sys
for stream in (sys.stdin, sys.stdout, sys.stderr):
    print(stream.name, stream.encoding, stream.errors, stream.line_buffering, stream.mode, stream.fileno())
print(sys.stdout.errors, locale.getpreferredencoding(), sys.getfilesystemencoding(), locale.setlocale(locale.LC_ALL))
