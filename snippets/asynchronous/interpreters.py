"""Compute in an interpreter of its own, within the same process."""

import asyncio
import os
import time
from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor

beats = turns = 0


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


def compute():
    global turns
    end = time.monotonic() + 0.5  # seconds
    while time.monotonic() < end:
        turns += 1
    is_main = interpreters.get_current() == interpreters.get_main()
    return os.getpid(), is_main, turns


async def main():
    loop = asyncio.get_running_loop()
    task = loop.create_task(heart())
    with InterpreterPoolExecutor(1) as pool:
        pid, is_main, count = await loop.run_in_executor(pool, compute)
    print("the heart beats:", beats > 0)
    #> the heart beats: True
    print("same process:", pid == os.getpid())
    #> same process: True
    print("the main interpreter:", is_main)
    #> the main interpreter: False
    print(f"turns counted there: {count > 0}, seen here: {turns}")
    #> turns counted there: True, seen here: 0
    task.cancel()


if __name__ == "__main__":  # the other one reads this file as well
    asyncio.run(main())
