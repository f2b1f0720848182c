with open("large", "wb", buffering=0) as large:
    for _ in range(100):
        if large.write(bytes(1048576)) < 1048576:
            raise SystemExit("no room")
