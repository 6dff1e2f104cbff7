"""Give each wait for a client a limit."""

import asyncio

LIMIT = 1  # second


async def talk(reader, writer):
    step = "start"
    try:
        while True:
            async with asyncio.timeout(LIMIT):
                step = "read"
                if not (data := await reader.read(65_536)):
                    break
                step = "drain"
                writer.write(data.upper())
                await writer.drain()
        async with asyncio.timeout(LIMIT):
            step = "close"
            writer.close()
            await writer.wait_closed()
    except OSError as error:  # TimeoutError is one
        print(f"{step}: {type(error).__name__}")
        #> read: TimeoutError
        #> drain: TimeoutError
    finally:
        writer.transport.abort()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 12345)
    async with server:
        await server.serve_forever()


asyncio.run(main())
