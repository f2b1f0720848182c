# file: random.py = value = "mine"; choice = None
import random
print(random.value, random.__file__)
