"""Echo, with a coroutine for each connection, in one thread."""

import asyncio


async def serve(reader, writer):
    try:
        while not reader.at_eof():
            async with asyncio.timeout(60):  # the longest silence
                writer.write(await reader.read(1024))
                await writer.drain()
        writer.close()
        async with asyncio.timeout(60):  # until all is sent
            await writer.wait_closed()
    except OSError:
        pass  # it broke, or time is up: this ends one client only
    finally:
        writer.transport.abort()  # of no effect if it is closed


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 12345)
    print("listening at", server.sockets[0].getsockname())
    #> listening at ('127.0.0.1', 12345)
    try:
        await asyncio.Event().wait()  # until Ctrl-C
    finally:
        server.close()


asyncio.run(main())
