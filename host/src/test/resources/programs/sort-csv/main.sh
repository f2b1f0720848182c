head -n 1 cities.csv
tail -n +2 cities.csv | sort -t, -k2,2 -k3,3nr
