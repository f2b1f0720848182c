# env: LANG=C
import locale, sys
print(sys.flags.utf8_mode, sys.stdout.encoding, sys.stdout.errors, locale.getlocale())
