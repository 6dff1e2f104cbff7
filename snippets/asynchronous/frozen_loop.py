"""A blocking call in a coroutine stops every other task."""

import asyncio
import threading
import time

beats = 0
third_beat = threading.Event()


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1
        if beats == 3:
            third_beat.set()


def wait_for_three_beats():
    return third_beat.wait(5)  # seconds


async def main():
    global beats
    task = asyncio.create_task(heart())
    await asyncio.sleep(0)  # the heart begins to wait
    time.sleep(0.05)  # blocking, right in the coroutine
    print("beats during time.sleep():", beats)
    #> beats during time.sleep(): 0

    await asyncio.sleep(0.1)
    print("the heart beats during asyncio.sleep():", beats > 0)
    #> the heart beats during asyncio.sleep(): True

    beats = 0
    third_beat.clear()
    beaten = await asyncio.to_thread(wait_for_three_beats)
    print("three beats during a call in a thread:", beaten)
    #> three beats during a call in a thread: True
    task.cancel()


asyncio.run(main())
