# env: HOME=/tmp
import os, site
print(os.path.expanduser("~"), site.getusersitepackages())
