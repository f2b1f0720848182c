# file: .local/lib/python3.11/site-packages/extra.py = here = 1
import extra, site
print(extra.here, site.USER_SITE, site.ENABLE_USER_SITE)
