"""Messages about tasks of which nobody has thought any more."""

import asyncio
import gc


async def fail():
    raise ValueError("nobody will hear of it")


async def wait_for_nobody():
    await asyncio.get_running_loop().create_future()


def tell(loop, context):
    print(context["message"])
    #> Task exception was never retrieved
    #> Task was destroyed but it is pending!


async def main():
    # Without this, the messages are logged as errors.
    asyncio.get_running_loop().set_exception_handler(tell)
    for forgotten in fail, wait_for_nobody:
        asyncio.create_task(forgotten())  # nobody keeps the task
        for _ in range(3):
            await asyncio.sleep(0)  # it begins, and ends if it can
        gc.collect()  # the garbage collector comes at any time


asyncio.run(main())
