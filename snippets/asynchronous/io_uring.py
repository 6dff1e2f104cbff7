"""Ask for bytes before there are any; the kernel fills them in."""

import ctypes
import mmap
import os
import socket
import struct

SETUP, ENTER, RECV = 425, 426, 27  # two system calls, one operation
WAIT = 1  # come back when there is a completion

syscall = ctypes.CDLL(None, use_errno=True).syscall
params = (ctypes.c_uint32 * 30)()
ring = syscall(SETUP, 1, params)  # a queue for one request
if ring < 0:
    raise SystemExit("no io_uring: " + os.strerror(ctypes.get_errno()))
sq_tail, cq_tail, first_entry = params[11], params[21], params[25]
buffer = ctypes.create_string_buffer(100)
left, right = socket.socketpair()

with (
    left,
    right,
    open(ring, "rb"),  # closes it at the end
    mmap.mmap(ring, 4096) as queues,
    mmap.mmap(ring, 4096, offset=0x10000000) as requests,
):
    request = RECV, left.fileno(), ctypes.addressof(buffer), 100, 42
    struct.pack_into("=B3xi8xQI4xQ", requests, 0, *request)
    struct.pack_into("=I", queues, sq_tail, 1)  # one is in the queue
    submitted = syscall(ENTER, ring, 1, 0, 0, None, 0)  # don't wait
    (completed,) = struct.unpack_from("=I", queues, cq_tail)
    print(submitted, "submitted,", completed, "completed")
    #> 1 submitted, 0 completed

    right.sendall(b"hello")
    syscall(ENTER, ring, 0, 1, WAIT, None, 0)
    (completed,) = struct.unpack_from("=I", queues, cq_tail)
    print(completed, "completed, buffer:", buffer.value)
    #> 1 completed, buffer: b'hello'
    name, size = struct.unpack_from("=Qi", queues, first_entry)
    print(f"request {name} has received {size} bytes")
    #> request 42 has received 5 bytes
