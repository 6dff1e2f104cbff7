"""A time limit ends the waiting for a thread, not the thread."""

import asyncio
import threading

may_end = threading.Event()


def blocking_call():
    in_time = may_end.wait(5)  # seconds
    print("thread: my call has returned, in time:", in_time)
    #> thread: my call has returned, in time: True


async def main():
    try:
        async with asyncio.timeout(0.05):
            await asyncio.to_thread(blocking_call)
    except TimeoutError:
        print("task: TimeoutError, I gave up")
        #> task: TimeoutError, I gave up
    print("threads beside the loop's:", threading.active_count() - 1)
    #> threads beside the loop's: 1
    may_end.set()


asyncio.run(main())
print("asyncio.run() has waited for the thread")
#> asyncio.run() has waited for the thread
