"""A coroutine that waits on a socket that does not block."""

import asyncio
import os
import socket


async def main():
    left, right = socket.socketpair()
    with right:
        print("a new socket blocks:", os.get_blocking(left.fileno()))
        #> a new socket blocks: True
        reader, writer = await asyncio.open_connection(sock=left)

        waiting = asyncio.create_task(reader.readexactly(5))
        await asyncio.sleep(0)  # the task starts, and has to wait
        print("the coroutine has its bytes:", waiting.done())
        #> the coroutine has its bytes: False
        print("its socket blocks:", os.get_blocking(left.fileno()))
        #> its socket blocks: False

        right.sendall(b"hello")  # by the same thread
        print("the coroutine got", await waiting)
        #> the coroutine got b'hello'
        writer.close()
        await writer.wait_closed()


asyncio.run(main())
