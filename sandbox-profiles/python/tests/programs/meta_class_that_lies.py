class Meta(type):
    def __getattribute__(cls, name):
        print("asked for", name)
        return super().__getattribute__(name)
    def __hash__(cls):
        print("hashed")
        return 1
    def __eq__(cls, other):
        print("compared")
        return cls is other
class Thing(metaclass=Meta):
    @property
    def __class__(self):
        print("asked for class")
        return int
thing = Thing()
print("body")
