"""Who can reach a listener, by the address that it has bound."""

import socket

CLIENTS = "127.0.0.1", "127.0.0.2", "::1"


def try_all(listener):
    port = listener.getsockname()[1]
    for host in CLIENTS:
        try:
            socket.create_connection((host, port), timeout=5).close()
            yield "yes"
        except ConnectionRefusedError:
            yield "no"


print("to", *CLIENTS)
#> to 127.0.0.1 127.0.0.2 ::1
for host in "127.0.0.1", "0.0.0.0", "::1", "::":
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as listener:
        print("bound to", host, "->", *try_all(listener))
        #> bound to 127.0.0.1 -> yes no no
        #> bound to 0.0.0.0 -> yes yes no
        #> bound to ::1 -> no no yes
        #> bound to :: -> no no yes

with socket.create_server(
    ("::", 0), family=socket.AF_INET6, dualstack_ipv6=True
) as listener:
    print("bound to ::, dual stack ->", *try_all(listener))
    #> bound to ::, dual stack -> yes yes yes
    connection, address = listener.accept()
    connection.close()
    print(address[0], "is the first client;", len(address), "values")
    #> ::ffff:127.0.0.1 is the first client; 4 values
