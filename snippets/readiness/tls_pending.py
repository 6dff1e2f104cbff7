# 100 bytes come through TLS; 40 are read, and select() is asked.
import select
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor

SECRET = bytes(32)  # known to both ends, instead of certificates


def context(protocol):
    tls = ssl.SSLContext(protocol)
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    tls.set_ciphers("PSK")
    return tls


def readable(timeout):
    return bool(select.select([reader], [], [], timeout)[0])


client = context(ssl.PROTOCOL_TLS_CLIENT)
client.set_psk_client_callback(lambda hint: ("me", SECRET))
server = context(ssl.PROTOCOL_TLS_SERVER)
server.set_psk_server_callback(lambda name: SECRET)

near, far = socket.socketpair()
for end in near, far:
    end.settimeout(5)  # a failed handshake must not hang
with ThreadPoolExecutor() as pool:  # both ends shake hands
    other = pool.submit(server.wrap_socket, far, server_side=True)
    reader = client.wrap_socket(near)
with reader, other.result() as writer:
    writer.sendall(bytes(100))
    print("readable:", readable(5))
    #> readable: True
    print("read:", len(reader.recv(40)))
    #> read: 40
    print("readable:", readable(0))
    #> readable: False
    print("and yet pending:", reader.pending())
    #> and yet pending: 60
    print("read:", len(reader.recv(100)))
    #> read: 60
