"""An await that has nothing to wait for lets nobody else run."""

import asyncio

beats = 0


async def heart():
    global beats
    while True:
        await asyncio.sleep(0)  # as often as it is let
        beats += 1


async def double(number=21):
    return 2 * number


async def count_beats(name, function, *arguments):
    global beats
    beats = 0
    for _ in range(100):
        await function(*arguments)
    print(f"100 times {name}: {beats} beats")
    #> 100 times a coroutine: 0 beats
    #> 100 times a line that is there: 0 beats
    #> 100 times room in a queue: 0 beats
    #> 100 times sleep(0): 100 beats


async def main():
    reader = asyncio.StreamReader()
    reader.feed_data(b"hello\n" * 100)  # as if a client had sent them
    queue = asyncio.Queue()

    task = asyncio.create_task(heart())
    await asyncio.sleep(0)  # the heart begins
    await count_beats("a coroutine", double)
    await count_beats("a line that is there", reader.readline)
    await count_beats("room in a queue", queue.put, "message")
    await count_beats("sleep(0)", asyncio.sleep, 0)
    task.cancel()


asyncio.run(main())
