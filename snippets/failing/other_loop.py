"""What was made in one loop is of no use in another."""

import asyncio

lock = asyncio.Lock()  # belongs to the first loop in which a task waits


async def hold():
    async with lock:
        await asyncio.sleep(0.01)


async def hold_twice():
    await asyncio.gather(hold(), hold())  # the second one waits


async def make():
    return asyncio.get_running_loop().create_future()


async def wait_for(future):
    await future


asyncio.run(hold_twice())
try:
    asyncio.run(hold_twice())  # which makes another loop
except RuntimeError as error:
    print("a lock", str(error).rpartition("> ")[2])
    #> a lock is bound to a different event loop

future = asyncio.run(make())
try:
    asyncio.run(wait_for(future))
except RuntimeError as error:
    message = str(error)
    print("a task", message[message.index("got ") :])
    #> a task got Future <Future pending> attached to a different loop
