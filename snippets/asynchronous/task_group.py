"""One of two tasks fails: who hears of it, and when?"""

import asyncio


async def slow():
    await asyncio.sleep(0.1)
    print("- slow: done")
    #> - slow: done
    #> - slow: done


async def fails():
    raise ConnectionResetError


async def two_tasks(*coroutines):
    tasks = [asyncio.create_task(each) for each in coroutines]
    for task in tasks:
        await task


async def group(*coroutines):
    async with asyncio.TaskGroup() as tasks:
        for each in coroutines:
            tasks.create_task(each)


async def main():
    for way in two_tasks, asyncio.gather, group:
        try:
            await way(slow(), fails())
        except (ConnectionResetError, ExceptionGroup) as error:
            running = len(asyncio.all_tasks()) - 1  # without main
            name = type(error).__name__
            print(f"{way.__name__}: {name}, still running: {running}")
            #> two_tasks: ConnectionResetError, still running: 0
            #> gather: ConnectionResetError, still running: 1
            #> group: ExceptionGroup, still running: 0
        await asyncio.sleep(0.2)  # for what is still running


asyncio.run(main())
