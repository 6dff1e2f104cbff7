"""A parent is killed; does its child hear of it?"""

import os
import signal
import socket


def be_the_child(line):
    report.sendall(b"I have begun")
    os.read(line, 1)  # waits; nobody ever writes
    report.sendall(b"my parent is gone")
    os._exit(0)


def be_the_parent():
    line, held = os.pipe()
    if os.fork() == 0:
        os.close(held)  # now the parent alone has this end
        be_the_child(line)
    while True:
        signal.pause()


reports, report = socket.socketpair()
with reports, report:
    parent = os.fork() or be_the_parent()
    print("child:", reports.recv(100).decode())
    #> child: I have begun
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    print("child:", reports.recv(100).decode())
    #> child: my parent is gone
