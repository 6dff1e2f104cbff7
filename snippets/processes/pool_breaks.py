"""One of the two workers of a pool ends in the middle of a task."""

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":  # a worker imports this file as well
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        innocent = pool.submit(time.sleep, 10)  # keeps one worker busy
        print("before:", pool.submit(pow, 2, 5).result())
        #> before: 32

        crashing = pool.submit(os._exit, 1)  # gone, without a result
        tasks = {"crashing": crashing, "innocent": innocent}
        for name, task in tasks.items():
            error = task.exception(timeout=5)
            print(f"the {name} task:", type(error).__name__)
            #> the crashing task: BrokenProcessPool
            #> the innocent task: BrokenProcessPool
        try:
            print("the next task:", pool.submit(pow, 2, 5).result())
        except RuntimeError as error:
            print("the next task:", type(error).__name__)
            #> the next task: BrokenProcessPool
    print("the parent goes on")
    #> the parent goes on
