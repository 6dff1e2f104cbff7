"""An idle worker of multiprocessing.Pool is killed."""

import gc
import multiprocessing
import time
from pathlib import Path


def wait_until_asleep(pid):
    file = Path(f"/proc/{pid}/status")
    while "State:\tS" not in file.read_text("utf-8"):
        time.sleep(0.001)


def main():
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        print("a task:", pool.apply(pow, [2, 5]))
        #> a task: 32
        [worker] = multiprocessing.active_children()
        wait_until_asleep(worker.pid)  # it waits for the next task
        worker.kill()
        worker.join()

        task = pool.apply_async(pow, [2, 6])
        try:
            print("the next task:", task.get(timeout=1))
        except multiprocessing.TimeoutError:
            print("the next task: nothing, after a second")
            #> the next task: nothing, after a second
        print("workers:", len(multiprocessing.active_children()))
        #> workers: 1

        pool._inqueue._rlock.release()  # never do this: it is a proof
        print("with a lock set free:", task.get(timeout=10))
        #> with a lock set free: 64


if __name__ == "__main__":  # a worker imports this file as well
    main()
    gc.collect()  # the lost task and its pool hold each other
