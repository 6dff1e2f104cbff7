"""Compute beside a loop: in it, in a thread, in a process."""

import asyncio
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

beats = 0


async def heart():
    global beats
    while True:
        await asyncio.sleep(0.01)
        beats += 1


def compute(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass  # stands for a long computation


async def main(pool):
    global beats
    loop = asyncio.get_running_loop()
    task = loop.create_task(heart())
    await loop.run_in_executor(pool, compute, 0)  # starts a worker
    for where, executor in ("thread", None), ("process", pool):
        beats = 0
        await loop.run_in_executor(executor, compute, 0.5)
        print(f"it beats beside a {where}:", beats > 0)
        #> it beats beside a thread: True
        #> it beats beside a process: True
    beats = 0
    compute(0.5)
    print("beats beside a computation in the loop:", beats)
    #> beats beside a computation in the loop: 0
    task.cancel()


if __name__ == "__main__":  # a worker imports this file as well
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as workers:
        asyncio.run(main(workers))
