"""Misbehave in four ways; after each, ask as a good client does."""

import os
import socket
import struct


def connect():
    return socket.create_connection(("127.0.0.1", 12345), timeout=5)


def reset(connection):
    now = struct.pack("ii", 1, 0)  # linger for 0 seconds
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, now)
    connection.close()


def leave_unread(connection):
    connection.sendall(b"echo this")
    connection.recv(1, socket.MSG_PEEK)  # it is there, and left there
    connection.close()


def send_garbage(connection):
    connection.sendall(os.urandom(1000))


def half_close(connection):
    connection.shutdown(socket.SHUT_WR)


for misbehave in reset, leave_unread, send_garbage, half_close:
    with connect() as bad, connect() as good:
        misbehave(bad)
        good.sendall(b"hello")
        print(misbehave.__name__, "- another got", good.recv(100))
        #> reset - another got b'hello'
        #> leave_unread - another got b'hello'
        #> send_garbage - another got b'hello'
        #> half_close - another got b'hello'
