"""A child process adds to a counter, and tells its parent."""

import multiprocessing

counter = 0


def count(to_parent):
    global counter
    counter += 1
    print("child: counter is", counter)
    #> child: counter is 1
    to_parent.send(counter)


if __name__ == "__main__":
    # The same start method everywhere: a new, empty interpreter.
    context = multiprocessing.get_context("spawn")
    from_child, to_parent = context.Pipe(duplex=False)
    with from_child, to_parent:
        child = context.Process(target=count, args=[to_parent])
        child.start()
        to_parent.close()  # only the child's copy is left
        number = from_child.recv()
        child.join()
        print("parent: counter is", counter)
        #> parent: counter is 0
        print("parent: the child sent", number)
        #> parent: the child sent 1
    child.close()
