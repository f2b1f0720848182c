import sys
leave = sys.exit
globals().clear()
import sys
sys.exit(6)
