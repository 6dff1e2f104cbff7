"""A task that swallows its cancellation outlives its time limit."""

import asyncio


async def try_twice(exceptions):
    for attempt in 1, 2:
        try:
            await asyncio.sleep(0.2)  # stands for a slow answer
            return f"answer at attempt {attempt}"
        except exceptions as error:
            print(f"attempt {attempt}: {type(error).__name__}")
            #> attempt 1: CancelledError
    return "no answer"


async def limited(name, exceptions):
    try:
        async with asyncio.timeout(0.1) as limit:
            answer = await try_twice(exceptions)
        print(f"{name}: {answer}, too late: {limit.expired()}")
        #> except BaseException: answer at attempt 2, too late: True
    except TimeoutError:
        print(f"{name}: TimeoutError")
        #> except Exception: TimeoutError


async def main():
    await limited("except Exception", Exception)
    await limited("except BaseException", BaseException)


asyncio.run(main())
