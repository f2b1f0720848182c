# file: pkg/__init__.py = from .inner import thing
# file: pkg/inner.py = thing = __name__
import pkg, sys
print(pkg.thing, pkg.__file__, sys.path[0])
