"""What mode does a socket have that comes out of accept()?"""

import os
import select
import socket

print("listener's timeout -> accepted socket's, does it block?")
#> listener's timeout -> accepted socket's, does it block?
for timeout in None, 5.0, 0.0:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(timeout)
        address = listener.getsockname()
        with socket.create_connection(address):
            select.select([listener], [], [], 5)
            connection, _ = listener.accept()
            with connection:
                inherited = connection.gettimeout()
                blocks = os.get_blocking(connection.fileno())
                print(f"{timeout} -> {inherited}, {blocks}")
                #> None -> None, True
                #> 5.0 -> None, True
                #> 0.0 -> None, True
