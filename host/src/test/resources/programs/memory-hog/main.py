print("filling", flush=True)
taken = []
while True:
    taken.append(b"x" * 1048576)
