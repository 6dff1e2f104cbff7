"""The same conversations, with asyncio's event loop."""

import asyncio


async def talk(reader, writer):
    print("a conversation begins")
    #> a conversation begins
    #> a conversation begins
    #> a conversation begins
    #> a conversation begins
    try:
        while data := await reader.read(1024):
            writer.write(data.upper())
            await writer.drain()
    finally:
        writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 12345)
    async with server:
        await server.serve_forever()


asyncio.run(main())
