"""cancel() asks a task to end; the task ends when it runs again."""

import asyncio


async def work():
    try:
        await asyncio.sleep(5)
    finally:
        print("task: cleaning up")
        #> task: cleaning up


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)  # the task begins to wait
    print("cancel() has asked:", task.cancel())
    #> cancel() has asked: True
    print("the task has ended:", task.done())
    #> the task has ended: False

    await asyncio.wait([task])
    print("the task has ended:", task.done())
    #> the task has ended: True
    print("by being canceled:", task.cancelled())
    #> by being canceled: True
    print("cancel() has asked:", task.cancel())
    #> cancel() has asked: False


asyncio.run(main())
