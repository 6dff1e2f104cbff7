"""Two conversations at the same time, as two tasks."""

import asyncio


async def talk(*words):
    reader, writer = await asyncio.open_connection("127.0.0.1", 12345)
    answers = []
    try:
        for word in words:
            writer.write(word)
            await writer.drain()
            answers.append(await reader.readexactly(len(word)))
    finally:
        writer.close()
    await writer.wait_closed()
    return answers


async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(talk(b"one", b"two"))
        b = group.create_task(talk(b"uno", b"dos"))
    print("A", a.result())
    #> A [b'ONE', b'TWO']
    print("B", b.result())
    #> B [b'UNO', b'DOS']


asyncio.run(main())
