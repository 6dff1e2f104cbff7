"""Echo, with a coroutine for each connection, in one thread."""

import asyncio


async def serve(reader, writer):
    try:
        while data := await reader.read(1024):
            writer.write(data)
            await writer.drain()
    finally:
        writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 12345)
    print("listening at", server.sockets[0].getsockname())
    #> listening at ('127.0.0.1', 12345)
    async with server:
        await server.serve_forever()


asyncio.run(main())
