"""A child ends before it has sent anything; what does recv() do?"""

import multiprocessing
import os


def fail(to_parent):
    os._exit(1)  # as a crash would, before to_parent.send()


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    from_child, to_parent = context.Pipe(duplex=False)
    with from_child, to_parent:
        child = context.Process(target=fail, args=[to_parent])
        child.start()
        child.join()
        print("the child has ended with status", child.exitcode)
        #> the child has ended with status 1
        print("recv() would return:", from_child.poll(0.1))
        #> recv() would return: False
        to_parent.close()  # the last copy of the writing end
        try:
            from_child.recv()
        except EOFError:
            print("with that end closed: EOFError")
            #> with that end closed: EOFError
    child.close()
