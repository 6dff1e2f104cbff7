"""One thread, two tasks, and the same lost update."""

import asyncio
import threading

balance = 0


async def deposit(amount):
    global balance
    read = balance
    await asyncio.sleep(0)  # the other task's turn
    balance = read + amount


async def deposit_at_once(amount):
    global balance
    balance += amount  # no await, no other task's turn


async def deposit_in_turn(amount):
    async with lock:
        await deposit(amount)


async def main():
    global balance, lock
    lock = asyncio.Lock()
    for way in deposit, deposit_at_once, deposit_in_turn:
        balance = 0
        await asyncio.gather(way(100), way(100))
        print(f"two deposits of 100 by {way.__name__}: {balance}")
        #> two deposits of 100 by deposit: 100
        #> two deposits of 100 by deposit_at_once: 200
        #> two deposits of 100 by deposit_in_turn: 200
    print("threads:", threading.active_count())
    #> threads: 1


asyncio.run(main())
