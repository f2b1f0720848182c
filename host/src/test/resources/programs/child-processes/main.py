import subprocess

listing = subprocess.run(["printf", "%s\\n", "pear", "fig", "apple"], capture_output=True, check=True)
ordered = subprocess.run(["sort"], input=listing.stdout, capture_output=True, check=True)
print(ordered.stdout.decode(), end="")
print("status", subprocess.run(["sh", "-c", "exit 7"]).returncode)
print("signal", -subprocess.run(["sh", "-c", "kill -USR1 $$"]).returncode)
