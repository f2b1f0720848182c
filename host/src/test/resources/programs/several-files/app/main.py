from shapes.area import circle, rectangle

print(rectangle(3, 4), circle(10))
