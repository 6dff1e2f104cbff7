"""How many function calls fit into the wait for one answer?"""

import socket
import timeit


def function():
    pass


def ask():
    connection.sendall(b"?")
    connection.recv(1)


call = min(timeit.repeat(function, number=10_000, repeat=10)) / 10_000
with socket.create_connection(("127.0.0.1", 12345)) as connection:
    answer = min(timeit.repeat(ask, number=1, repeat=500))

call_ns, answer_ns = round(call * 1e9), round(answer * 1e9, -2)
print(f"a function call: {call_ns} ns")
#> a function call: 16 ns
print(f"question and answer: {answer_ns:.0f} ns")
#> question and answer: 13000 ns
print(f"that is the time of {answer_ns / call_ns:.0f} calls")
#> that is the time of 812 calls
print("more than 20:", answer_ns / call_ns > 20)
#> more than 20: True
