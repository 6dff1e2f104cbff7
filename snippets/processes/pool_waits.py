"""A worker of multiprocessing.Pool dies; its task never ends."""

import gc
import multiprocessing
import os


def main():
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        crashing = pool.apply_async(os._exit, [1])  # without a result
        print("the next task:", pool.apply(pow, [2, 5]))
        #> the next task: 32
        try:
            crashing.get(timeout=1)
        except multiprocessing.TimeoutError:
            print("the crashing task: nothing, after a second")
            #> the crashing task: nothing, after a second
        print("one more task:", pool.apply(pow, [2, 6]))
        #> one more task: 64


if __name__ == "__main__":  # a worker imports this file as well
    main()
    gc.collect()  # the lost task and its pool hold each other
