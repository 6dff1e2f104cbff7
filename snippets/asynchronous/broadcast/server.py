"""Pass on what a client sends to all others, one after the other."""

import asyncio

writers = []


async def talk(reader, writer):
    writers.append(writer)
    try:
        while data := await reader.read(65_536):
            for other in list(writers):
                if other is not writer:
                    other.write(data)
                    await other.drain()
    except OSError:
        pass  # it is gone
    finally:
        writers.remove(writer)
        writer.transport.abort()


async def main():
    server = await asyncio.start_server(talk, "127.0.0.1", 12345)
    try:
        await asyncio.Event().wait()  # until Ctrl-C
    finally:
        server.close()


asyncio.run(main())
