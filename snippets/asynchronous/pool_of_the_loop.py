"""Blocking calls use up the loop's threads; a name lookup waits."""

import asyncio
import threading

may_end = threading.Event()


def blocking_call():
    may_end.wait(5)


async def main():
    calls = [asyncio.to_thread(blocking_call) for _ in range(32)]
    tasks = [asyncio.create_task(call) for call in calls]
    await asyncio.sleep(0)  # each task hands over its call
    threads = threading.active_count() - 1
    print(len(tasks), "calls,", threads, "threads")
    #> 32 calls, 6 threads
    print("32 at most:", threads <= 32)
    #> 32 at most: True

    loop = asyncio.get_running_loop()
    lookup = loop.create_task(loop.getaddrinfo("127.0.0.1", 80))
    done, _ = await asyncio.wait([lookup], timeout=0.2)
    print("lookups that are done:", len(done))
    #> lookups that are done: 0

    may_end.set()
    addresses = await lookup
    print("looked up, when the calls had ended:", addresses[0][4])
    #> looked up, when the calls had ended: ('127.0.0.1', 80)
    await asyncio.gather(*tasks)


asyncio.run(main())
