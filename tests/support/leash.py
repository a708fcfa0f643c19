"""Runs a program for as long as somebody holds its standard input open: `python leash.py PROGRAM …`.

Whoever started it closes that by dying, too, so nothing outlives a run of the tests that was killed.
"""

from __future__ import annotations

import signal
import subprocess
import sys


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the tests, which then let go
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    try:
        sys.stdin.buffer.read()
    finally:  # at once: what it holds is of no use to anybody
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
