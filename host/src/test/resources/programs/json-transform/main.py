import json
import sys

totals = {}
for order in json.load(sys.stdin)["orders"]:
    entry = totals.setdefault(order["customer"], {"orders": 0, "cents": 0})
    entry["orders"] += 1
    entry["cents"] += sum(item["count"] * item["cents"] for item in order["items"])
json.dump(totals, sys.stdout, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
print()
