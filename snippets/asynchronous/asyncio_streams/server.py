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
        writer.close()
        async with asyncio.timeout(10):  # it may not read the rest
            await writer.wait_closed()
    finally:
        writer.transport.abort()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 12345)
    try:
        await asyncio.Event().wait()  # until Ctrl-C
    finally:
        server.close()


asyncio.run(main())
