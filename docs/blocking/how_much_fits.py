# ---
# title: How much fits before a send would block?
# description: A measurement of how many bytes a socket accepts while nobody reads, for nine sizes of its send buffer.
# ---

# %% [markdown]
# # How much fits before a send would block?
#
# A blocking `send()` waits when no more bytes fit. Where is that point? The
# article's 71,680 bytes [did not reach it](article_experiment.md). Here we
# look for it: a writer sends, nobody reads, and we count what was accepted.
#
# `SO_SNDBUF` is the socket option that asks for a size of the send buffer.
# We ask for sizes from 4 KiB to 1 MiB, once for each of two kinds of
# connection: TCP over 127.0.0.1, and a socket pair.
#
# The writer is non-blocking, so a refused send is an exception and not a
# pause. Over TCP, bytes can move on from the sender's buffer to the
# receiver's a moment later and leave room again. So we stop only when there
# has been no room for 50 ms.
#
# **Predict:** a connection is asked for a send buffer of 64 KiB. How much
# does it accept while nobody reads? Commit to an answer before you read on.
#
# - 64 KiB, as asked for.
# - Less: the kernel needs some of it for itself.
# - More, and the same for TCP and for a socket pair.
# - More, and not the same for both.

# %%
import select
import socket


def tcp_pair(size):
    writer = socket.socket()
    writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        writer.connect(listener.getsockname())
        return writer, listener.accept()[0]


def socket_pair(size):
    writer, reader = socket.socketpair()
    writer.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)
    return writer, reader


def how_much_fits(pair, size, piece=65_536):
    """Count the bytes that a connection accepts while nobody reads."""
    writer, reader = pair(size)
    with writer, reader:
        writer.setblocking(False)
        accepted = 0
        while True:
            try:
                accepted += writer.send(bytes(piece))
            except BlockingIOError:
                _, room, _ = select.select([], [writer], [], 0.05)
                if not room:
                    return accepted


# %% [markdown]
# One run for each size, on the machine that built this page:

# %%
import datetime
import platform

sizes = [4096 * 2**step for step in range(9)]
tcp = [how_much_fits(tcp_pair, size) for size in sizes]
local = [how_much_fits(socket_pair, size) for size in sizes]

print(platform.system(), platform.release(), platform.machine())
print(f"Python {platform.python_version()}, {datetime.date.today()}")
print(f"{'asked for':>10}{'TCP':>12}{'socket pair':>14}")
for size, over_tcp, over_pair in zip(sizes, tcp, local, strict=True):
    print(f"{size:>10,}{over_tcp:>12,}{over_pair:>14,}")

one_by_one = how_much_fits(socket_pair, sizes[-1], piece=1)
print(f"socket pair, {sizes[-1]:,} asked for, a byte a send: {one_by_one:,}")

# %% [markdown]
# The code up to here needs nothing but Python. The figure shows the same
# numbers, and its code needs [matplotlib](https://matplotlib.org/), too.

# %%
import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import set_matplotlib_formats

title = (
    "Bytes accepted against the size asked for, both axes logarithmic; "
    "the numbers are in the table above."
)
set_matplotlib_formats("svg", metadata={"Title": title, "Date": None})
plt.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "how much fits"}
plt.rcParams |= {"figure.facecolor": "none", "axes.facecolor": "none"}

_, axes = plt.subplots()
axes.loglog(sizes, tcp, "o-", label="TCP")
axes.loglog(sizes, local, "s-", label="socket pair")
axes.loglog(sizes, sizes, ":", label="as many as asked for")
axes.set(xlabel="size asked for", ylabel="bytes accepted")
axes.set_xticks(sizes[::2], [f"{size // 1024} KiB" for size in sizes[::2]])
axes.minorticks_off()
axes.legend(frameon=False)
plt.show()

# %% [markdown]
# ## What happened
#
# On Linux a connection accepts more than it was asked to hold, until the
# system caps the request. Two reasons:
#
# - Linux doubles the size asked for, to have space for its own bookkeeping
#   ([socket(7)](https://man7.org/linux/man-pages/man7/socket.7.html)). A
#   socket pair then takes about twice as much as asked for.
# - A TCP connection has two buffers, one at each end. A small send buffer
#   does not keep the receiver's buffer from filling, so the TCP curve starts
#   high and flat.
#
# The line below the table shows the opposite. Sent in pieces of one byte, a
# small part of the size asked for was enough to fill the buffer. For the
# table itself the pieces were 64 KiB. The space that Linux adds is for its own
# data ([tcp(7)](https://man7.org/linux/man-pages/man7/tcp.7.html)), and one
# byte in a send of its own needs far more of that than one byte among many.
#
# ## What to take from it
#
# The point at which a send blocks is a property of the machine, the kind of
# connection and the sizes of the sends. Do not build on a number of this
# page: it was counted on one machine, with the system and the Python that
# are named above the table, and yours will differ.
# Limits of the system apply too: Linux caps the size one can ask for
# (`net.core.wmem_max`), and a curve that reaches the cap ends in a flat
# line. If nobody asks for a size, Linux adjusts the size of TCP's send
# buffer by itself (`tcp_wmem` in tcp(7)).
#
# What you can build on: there is always a limit, so a program that sends to
# a peer that does not read will wait, or be refused, in the end.
#
# ## Where the article stands
#
# 71,680 bytes are not "a lot of data" for a default connection:
# [row 19](../ledger.md#claim-19). How much is a lot, by this measurement, is
# the answer to [row 20](../ledger.md#claim-20).
#
# **Next:** [What does a non-blocking call do?](../nonblocking/index.md)
