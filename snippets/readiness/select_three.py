"""Three connections, one question: which can be read right now?"""

import contextlib
import select
import socket
import threading

with contextlib.ExitStack() as stack:
    names, peers = {}, {}
    for name in "abc":
        near, far = map(stack.enter_context, socket.socketpair())
        names[near], peers[name] = name, far

    def ask(timeout):
        ready, _, _ = select.select(names, [], [], timeout)
        return [names[sock] for sock in ready]

    print("nothing sent, timeout 0:", ask(0))
    #> nothing sent, timeout 0: []

    # Another thread will send while this one waits in select().
    sender = threading.Timer(0.1, peers["b"].sendall, [b"hello"])
    sender.start()
    print("ready:", ask(5))
    #> ready: ['b']
    sender.join()
    print("asked again:", ask(5))
    #> asked again: ['b']

    [b] = [sock for sock in names if names[sock] == "b"]
    print("b has", b.recv(1024))
    #> b has b'hello'
    print("read, asked again:", ask(0))
    #> read, asked again: []

    peers["c"].close()
    print("c's peer has closed:", ask(5))
    #> c's peer has closed: ['c']
    print("asked once more:", ask(5))
    #> asked once more: ['c']
