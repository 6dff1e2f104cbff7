"""Answer in capitals; at the end, finish what has begun."""

import asyncio
import os
import signal

begun = {}  # for each client, the beginning of a request
stopping = asyncio.Event()


async def serve(reader, writer):
    begun[writer] = b""
    try:
        writer.write(b"%d" % os.getpid())
        while data := await reader.read(1024):
            text = (begun[writer] + data).upper()
            lines, newline, rest = text.rpartition(b"\n")
            begun[writer] = rest
            writer.write(lines + newline)
            await writer.drain()
            if len(rest) > 9_999 or (stopping.is_set() and not rest):
                break
    except OSError:
        pass  # it broke: this ends one client only
    finally:
        del begun[writer]
        writer.close()


async def main():
    loop = asyncio.get_running_loop()
    for number in signal.SIGINT, signal.SIGTERM:
        loop.add_signal_handler(number, stopping.set)
    server = await asyncio.start_server(serve, "127.0.0.1", 12345)
    await stopping.wait()
    server.close()  # it listens no more
    for writer in begun:
        if not begun[writer]:
            writer.close()  # its read() returns b""
    if tasks := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(tasks, timeout=5)


asyncio.run(main())  # cancels the tasks that are left
