"""The time is up: what happens inside the task, and outside."""

import asyncio
import socket


async def ask(sock):
    reader, writer = await asyncio.open_connection(sock=sock)
    try:
        return await reader.readexactly(5)
    except asyncio.CancelledError:
        print("inside: CancelledError, at the await")
        #> inside: CancelledError, at the await
        raise  # whoever catches it has to pass it on
    finally:
        print("inside: the connection is closed")
        #> inside: the connection is closed
        writer.close()


async def main():
    left, right = socket.socketpair()
    with right:  # the peer, which says nothing
        right.setblocking(False)
        try:
            async with asyncio.timeout(0.1):
                print("answer:", await ask(left))
        except TimeoutError:
            print("outside: TimeoutError")
            #> outside: TimeoutError

        loop = asyncio.get_running_loop()
        print("the peer reads", await loop.sock_recv(right, 100))
        #> the peer reads b''


asyncio.run(main())
