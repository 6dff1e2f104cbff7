"""Pass on what a client sends, and part with those who lag behind."""

import asyncio

LIMIT = 1_000_000  # bytes that may wait for one client
writers = []


async def talk(reader, writer):
    writers.append(writer)
    try:
        while data := await reader.read(65_536):
            for other in list(writers):
                if other is not writer:
                    other.write(data)
                    if other.transport.get_write_buffer_size() > LIMIT:
                        other.transport.abort()
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
