import math


def rectangle(width, height):
    return width * height


def circle(radius):
    return math.floor(math.pi * radius**2)
