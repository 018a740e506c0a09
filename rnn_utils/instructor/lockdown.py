"""What a process gives up before it runs a learner's code; it cannot be taken back.

Limits of memory, processor time and files come from `setrlimit`. On Linux a seccomp filter then
leaves only the system calls that arithmetic needs: reading, memory, the clock. All others are
answered with "not permitted": no new process or thread, no socket, no other program, no signal
to anybody, no tracing, no mounting. So it does not matter under whose account this runs.

Inside the sandbox this file stands alone, with the standard library.
"""
import ctypes
import platform
import resource
import struct
import sys

# what is allowed, by name: the numbers on x86-64 and on ARM64 (None: there is none there)
CALLS = {
    "read": (0, 63), "write": (1, 64), "open": (2, None), "close": (3, 57), "stat": (4, None), "fstat": (5, 80),
    "lstat": (6, None), "lseek": (8, 62), "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215),
    "brk": (12, 214), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "pread64": (17, 67), "readv": (19, 65), "writev": (20, 66), "access": (21, None), "sched_yield": (24, 124),
    "mremap": (25, 216), "madvise": (28, 233), "dup": (32, 23), "nanosleep": (35, 101), "getpid": (39, 172),
    "exit": (60, 93), "uname": (63, 160), "fcntl": (72, 25), "getcwd": (79, 17), "readlink": (89, None),
    "gettimeofday": (96, 169), "getrusage": (98, 165), "times": (100, 153), "getuid": (102, 174),
    "getgid": (104, 176), "geteuid": (107, 175), "getegid": (108, 177), "getppid": (110, 173),
    "sigaltstack": (131, 132), "gettid": (186, 178), "futex": (202, 98), "sched_getaffinity": (204, 123),
    "getdents64": (217, 61), "restart_syscall": (219, 128), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "exit_group": (231, 94), "openat": (257, 56), "newfstatat": (262, 79),
    "readlinkat": (267, 78), "faccessat": (269, 48), "getrandom": (318, 278), "statx": (332, 291),
}
MACHINES = {"x86_64": (0, 0xC000003E, 16), "aarch64": (1, 0xC00000B7, 29)}   # column, AUDIT_ARCH, number of ioctl
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOTTY = 1, 25
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2


def limit(memory, seconds):
    """Bounds of this process, for good: bytes of memory, seconds of processor time, no files, no core dump."""
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_FSIZE, 0),
                       (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, 32), (resource.RLIMIT_NPROC, 0)):
        hard = resource.getrlimit(what)[1]
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        if what != resource.RLIMIT_AS or sys.platform == "linux":    # macOS has it, and refuses to set it
            resource.setrlimit(what, (most, most))


def program(machine):
    """The filter, in the words of the kernel's packet filter: (operation, jump if so, jump if not, operand)."""
    column, architecture, ioctl = MACHINES[machine]
    numbers = sorted(pair[column] for pair in CALLS.values() if pair[column] is not None)
    lines = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL),
             (LOAD, 0, 0, 0), (AT_LEAST, 0, 1, 0x40000000), (RETURN, 0, 0, ERRNO | EPERM)]
    for i, number in enumerate(numbers):         # each jumps to the line that allows
        lines.append((EQUAL, len(numbers) - i + 1, 0, number))
    return lines + [(EQUAL, 2, 0, ioctl), (RETURN, 0, 0, ERRNO | EPERM), (RETURN, 0, 0, ALLOW),
                    (RETURN, 0, 0, ERRNO | ENOTTY)]


def forbid():
    """Put the filter on; True if there is one for this machine."""
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        return False
    lines = b"".join(struct.pack("<HBBI", *line) for line in program(platform.machine()))
    buffer = ctypes.create_string_buffer(lines, len(lines))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.c_void_p)]

    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    filter = Program(len(lines) // 8, ctypes.addressof(buffer))
    for what in ((NO_NEW_PRIVILEGES, 1, None, 0, 0), (SET_SECCOMP, FILTER, ctypes.addressof(filter), 0, 0)):
        if prctl(*what) != 0:
            raise OSError(ctypes.get_errno(), "the seccomp filter cannot be put on")
    return True
