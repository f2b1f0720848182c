try:
    try:
        int("x")
    finally:
        [][1]
except IndexError as error:
    error.add_note("a note")
    raise
