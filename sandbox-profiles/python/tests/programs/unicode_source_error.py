# -*- coding: latin-1 -*-
print("hé")
raise ValueError("éè")
