"""Fork in a process with two threads, and read what Python warns of."""

import os
import threading
import warnings

done = threading.Event()
thread = threading.Thread(target=done.wait)
thread.start()
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
done.set()
thread.join()
print(seen[0].category.__name__)
#> DeprecationWarning
print(str(seen[0].message).partition("multi-threaded, ")[2])
#> use of fork() may lead to deadlocks in the child.
