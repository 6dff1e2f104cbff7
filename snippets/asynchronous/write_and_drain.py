"""write() queues, and drain() is the part that waits."""

import asyncio
import socket


async def read_all(sock):
    loop = asyncio.get_running_loop()
    received = 0
    while data := await loop.sock_recv(sock, 65_536):
        received += len(data)
    return received


async def main():
    left, right = socket.socketpair()
    with right:
        right.setblocking(False)
        _, writer = await asyncio.open_connection(sock=left)
        for _ in range(16):
            writer.write(bytes(1_000_000))  # not awaited
        queued = writer.transport.get_write_buffer_size()
        print(f"write() has returned; {queued} bytes queued here")
        #> write() has returned; 15780736 bytes queued here
        print("most of them:", queued > 8_000_000)
        #> most of them: True

        drain = asyncio.create_task(writer.drain())
        done, _ = await asyncio.wait([drain], timeout=0.1)
        print("nobody reads; drain() calls that returned:", len(done))
        #> nobody reads; drain() calls that returned: 0

        reading = asyncio.create_task(read_all(right))
        await drain
        print("somebody reads; drain() has returned")
        #> somebody reads; drain() has returned

        writer.close()
        print("read:", await reading)
        #> read: 16000000
        await writer.wait_closed()


asyncio.run(main())
