"""Go on writing on a connection that is closed already."""

import asyncio
import logging


def tell(record):
    print("logged:", record.getMessage())
    #> logged: socket.send() raised exception.


async def serve(reader, writer):
    writer.close()


async def main():
    async with await asyncio.start_server(
        serve, "127.0.0.1", 0
    ) as server:
        address = server.sockets[0].getsockname()
        _, writer = await asyncio.open_connection(*address)
        writer.close()  # perhaps in another task
        await writer.wait_closed()
        for _ in range(5):
            writer.write(b"x")  # goes nowhere
        try:
            await writer.drain()
        except ConnectionResetError as error:
            print(f"drain(): {error}, errno {error.errno}")
            #> drain(): Connection lost, errno None


logging.getLogger("asyncio").addFilter(tell)
asyncio.run(main())
