"""Messages that you see when a coroutine meets no loop."""

import asyncio
import gc
import warnings


async def answer():
    return 42


async def inside():
    coroutine = answer()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
        #> asyncio.run() cannot be called from a running event loop
    await coroutine


with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    answer()  # the call makes a coroutine, and runs nothing
    gc.collect()
    print(seen[0].category.__name__, "-", seen[0].message)
    #> RuntimeWarning - coroutine 'answer' was never awaited

asyncio.run(inside())
loop = asyncio.new_event_loop()
loop.close()
try:
    loop.call_soon(print)
except RuntimeError as error:
    print("after its end:", error)
    #> after its end: Event loop is closed
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print("outside:", error)
    #> outside: no running event loop
