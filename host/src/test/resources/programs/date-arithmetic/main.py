import datetime
import sys

start = datetime.date.fromisoformat(sys.argv[1])
for days in (0, 1, 2, 3, 366):
    day = start + datetime.timedelta(days=days)
    print(day.isoformat(), day.strftime("%a"), day.timetuple().tm_yday)
