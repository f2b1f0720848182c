class Custom(Exception):
    pass
try:
    {}["missing"]
except KeyError as error:
    raise Custom("because", 1) from error
