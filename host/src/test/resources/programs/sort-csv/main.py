import csv
import sys

with open("cities.csv", newline="") as source:
    rows = list(csv.DictReader(source))
rows.sort(key=lambda row: (row["country"], -int(row["population"])))
writer = csv.DictWriter(sys.stdout, rows[0].keys(), lineterminator="\n")
writer.writeheader()
writer.writerows(rows)
