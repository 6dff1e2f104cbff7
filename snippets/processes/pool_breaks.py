"""One of the two workers of a pool ends in the middle of a task."""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

if __name__ == "__main__":  # a worker imports this file as well
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        innocent = pool.submit(time.sleep, 10)  # keeps one worker busy
        print("before:", pool.submit(pow, 2, 5).result())
        #> before: 32

        crashing = pool.submit(os._exit, 1)  # gone, without a result
        tasks = {"crashing": crashing, "innocent": innocent}
        for name, task in tasks.items():
            try:
                task.result(timeout=5)
            except BrokenProcessPool:
                print(f"the {name} task: BrokenProcessPool")
                #> the crashing task: BrokenProcessPool
                #> the innocent task: BrokenProcessPool
        try:
            pool.submit(pow, 2, 5)
        except BrokenProcessPool:
            print("the next task: BrokenProcessPool")
            #> the next task: BrokenProcessPool
    print("the parent goes on")
    #> the parent goes on
