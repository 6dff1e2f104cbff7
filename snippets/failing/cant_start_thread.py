"""A thread needs memory for its stack; here there is none left."""

import resource
import threading
from concurrent.futures import ThreadPoolExecutor


def work():
    print("there is a thread")
    #> there is a thread


GIB = 2**30
threading.stack_size(GIB)  # for each thread to come
soft, hard = resource.getrlimit(resource.RLIMIT_AS)
resource.setrlimit(resource.RLIMIT_AS, (GIB, hard))
try:
    threading.Thread(target=work).start()
except RuntimeError as error:
    print("RuntimeError:", error)
    #> RuntimeError: can't start new thread
resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
threading.stack_size(0)  # the usual size again
thread = threading.Thread(target=work)
thread.start()
thread.join()

with ThreadPoolExecutor() as pool:
    pass
try:
    pool.submit(work)
except RuntimeError as error:
    print("RuntimeError:", error)
    #> RuntimeError: cannot schedule new futures after shutdown
