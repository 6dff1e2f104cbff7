"""An eager task starts inside create_task(), before it returns."""

import asyncio

balance = 0


async def deposit(amount):
    global balance
    balance += amount


async def deposit_two():
    global balance
    read = balance
    task = asyncio.create_task(deposit(100))  # there is no await here
    print("ended before create_task() returned:", task.done())
    #> ended before create_task() returned: False
    #> ended before create_task() returned: True
    balance = read + 100
    await task


async def main():
    global balance
    loop = asyncio.get_running_loop()
    for name, factory in (
        ("usual tasks", None),
        ("eager tasks", asyncio.eager_task_factory),
    ):
        loop.set_task_factory(factory)
        balance = 0
        await deposit_two()
        print(f"{name}: two deposits of 100 make {balance}")
        #> usual tasks: two deposits of 100 make 200
        #> eager tasks: two deposits of 100 make 100


asyncio.run(main())
