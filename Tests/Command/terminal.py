#!/usr/bin/env python3
"""Runs a command in a terminal of its own, and prints what it has drawn there.

usage: terminal.py [--hang-up] COLUMNS LINES COMMAND…

With --hang-up the terminal goes away once something was drawn, as with a lost connection, and the exit status is 0 if
the command ends within ten seconds.
"""

import fcntl
import os
import pty
import struct
import sys
import termios
import time


def main() -> int:
    arguments = sys.argv[1:]
    hangs_up = arguments[:1] == ["--hang-up"]
    if hangs_up:
        arguments = arguments[1:]
    columns, lines, command = int(arguments[0]), int(arguments[1]), arguments[2:]
    process, terminal = pty.fork()
    if process == 0:
        # The size is set before anything is drawn.
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.execvp(command[0], command)
    drawn = b""
    while not (hangs_up and b"ID" in drawn):
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            # That is how a terminal tells that nobody uses it any more.
            piece = b""
        if not piece:
            break
        drawn += piece
    sys.stdout.write(drawn.decode(errors="replace").replace("\r\n", "\n"))
    if not hangs_up:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    os.close(terminal)
    for _ in range(100):
        if os.waitpid(process, os.WNOHANG)[0] == process:
            return 0
        time.sleep(0.1)
    print("it goes on without its terminal")
    os.kill(process, 9)
    os.waitpid(process, 0)
    return 1


sys.exit(main())
