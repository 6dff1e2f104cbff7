"""close() owes the last bytes, and wait_closed() waits for them."""

import asyncio
import socket

SIZE = 16_000_000


async def main():
    left, right = socket.socketpair()
    with right:  # a peer that does not read
        _, writer = await asyncio.open_connection(sock=left)
        writer.write(bytes(SIZE))
        writer.close()
        queued = writer.transport.get_write_buffer_size()
        print("after close(), bytes are queued:", queued > 0)
        #> after close(), bytes are queued: True

        try:
            async with asyncio.timeout(0.2):
                await writer.wait_closed()
        except TimeoutError:
            print("still not closed:", left.fileno() != -1)
            #> still not closed: True

        writer.transport.abort()
        loop, received = asyncio.get_running_loop(), 0
        right.setblocking(False)
        while data := await loop.sock_recv(right, 65_536):
            received += len(data)
        print("after abort(), the peer got all:", received == SIZE)
        #> after abort(), the peer got all: False


asyncio.run(main())
