"""What += does, and how two of them lose one."""

import dis
import threading

for step in dis.get_instructions("account.balance += 1"):
    if step.opname in ("LOAD_ATTR", "BINARY_OP", "STORE_ATTR"):
        print(step.opname, step.argrepr)
        #> LOAD_ATTR balance
        #> BINARY_OP +=
        #> STORE_ATTR balance


class Account:
    def __init__(self):
        self.stored = 0
        self.both_have_read = threading.Barrier(2, timeout=5)

    @property
    def balance(self):
        value = self.stored
        self.both_have_read.wait()  # the worst moment for a switch
        return value

    @balance.setter
    def balance(self, value):
        self.stored = value


def add_one():
    account.balance += 1


account = Account()
threads = [threading.Thread(target=add_one) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("added twice, lost:", 2 - account.stored)
#> added twice, lost: 1
