import ctypes
import platform

print("asking for the kernel's keys", flush=True)
add_key = {"x86_64": 248, "aarch64": 217}[platform.machine()]
ctypes.CDLL(None).syscall(add_key, b"user", b"name", b"value", 5, -1)
print("never")
