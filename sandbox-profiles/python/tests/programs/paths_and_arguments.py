# args: one "two words" ünï
import os, sys
print(sys.argv, sys.orig_argv, sys.path, sys.executable, sys.prefix, sys.flags, os.getcwd())
print(sorted(sys.path_importer_cache), [type(hook).__name__ for hook in sys.path_hooks], sys.meta_path)
