import sqlite3

with sqlite3.connect("stars.db") as stars:
    stars.execute("create table star (name text primary key, distance real)")
    stars.executemany(
        "insert into star values (?, ?)",
        [("Sirius", 8.6), ("Vega", 25.04), ("Proxima", 4.24), ("Altair", 16.73)],
    )
for name, distance in stars.execute("select * from star where distance < 20 order by distance"):
    print(name, distance, sep="|")
