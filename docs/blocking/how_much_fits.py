# ---
# title: How much fits before a send would block?
# description: How many bytes a socket accepts while nobody reads, and how many are unread when the writer goes on.
# search_words: [socket buffer size, SO_SNDBUF, SO_RCVBUF, how much can send take]
# ---

# %% [markdown]
# # How much fits before a send would block?
#
# A blocking `send()` waits when no more bytes fit. Where is that point? The
# article's 71,680 bytes [did not reach it](article_experiment.md). Here we
# look for it: a writer sends, nobody reads, and we count what was accepted.
# Then somebody reads, and we count what is left when the writer goes on.
#
# `SO_SNDBUF` is the socket option that asks for a size of the send buffer.
# We ask for sizes from 4 KiB to 1 MiB, once for each of two kinds of
# connection: TCP over 127.0.0.1, and a pair of Unix sockets.
#
# **Predict: how much does it accept?** On Linux, a connection is asked for
# a send buffer of 64 KiB. Nobody reads.
#
# - [ ] 64 KiB, as asked for.
# - [ ] Less: the kernel needs some of it for itself.
# - [ ] More, and the same for TCP and for Unix sockets.
# - [x] More, and not the same for both.
#
# Why: Linux doubles the size that is asked for, and over TCP a part of the
# bytes has moved on to the receiver's buffer.
#
# ## What was measured
#
# The figures were recorded by `nox -s measure -- buffers`
# ([how we measured](../measured/how_we_measured.md)). This notebook reads
# them from [buffers.json](../measured/data/linux-x86_64-2-processors/buffers.json).
# To draw your own: put the notebook and your `buffers.json` into one folder,
# and run it there. It needs [matplotlib](https://matplotlib.org/).
#
# Over TCP, bytes move on from the sender's buffer to the receiver's a moment
# later and leave room again. So a buffer counts as full only when it has
# refused twice, with a pause between.

# %%
import json
from pathlib import Path
from statistics import median

own = Path("buffers.json")
ours = Path("docs/measured/data/linux-x86_64-2-processors/buffers.json")
record = json.loads((own if own.exists() else ours).read_text())
values = {}
for row in record["rows"]:
    there = [value for value in row["values"] if value is not None]
    values[row["quantity"], row["subject"], row["at"]] = there

machine = record["machine"]
print(machine["system"], machine["kernel"], machine["processor"])
print(record["versions"]["python"], "on", record["date"])

names = ["TCP", "Unix sockets"]
sizes = sorted({at for what, _, at in values if what == "accepted"})
accepted = {
    name: [median(values["accepted", name, size]) for size in sizes]
    for name in names
}


def table(head, rows):
    """Print a Markdown table, with numbers to the right."""
    for cells in (head, ["---:"] * len(head), *rows):
        print("|", " | ".join(cells), "|")


table(
    ["asked for", *names],
    [
        [f"{number:,.0f}" for number in numbers]
        for numbers in zip(sizes, *accepted.values(), strict=True)
    ],
)

# %% [markdown]
# The same numbers as a figure:

# %%
import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import set_matplotlib_formats

plt.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "buffers"}
plt.rcParams |= {"figure.facecolor": "none", "axes.facecolor": "none"}
plt.rcParams |= {"font.size": 12}
MARKS = {"TCP": "C0o-", "Unix sockets": "C1s--"}


def show(axes, title):
    """Draw the figure, with a text for those who don't see it."""
    axes.set_xscale("log")
    axes.set_xticks(sizes[::2], [f"{size // 1024} KiB" for size in sizes[::2]])
    axes.minorticks_off()
    axes.legend(frameon=False)
    set_matplotlib_formats("svg", metadata={"Title": title, "Date": None})
    plt.show()


_, axes = plt.subplots(figsize=(6.6, 3.6))
for name in names:
    axes.plot(sizes, accepted[name], MARKS[name], label=name)
axes.plot(sizes, sizes, "k:", label="as asked for")
axes.set(yscale="log", xlabel="size asked for", ylabel="bytes accepted")
show(
    axes,
    "Bytes accepted against the size asked for, both axes logarithmic: TCP "
    f"rises from {accepted['TCP'][0]:,.0f} to {accepted['TCP'][-1]:,.0f}, Unix "
    f"sockets from {accepted['Unix sockets'][0]:,.0f} to "
    f"{accepted['Unix sockets'][-1]:,.0f}; both lie above the size asked for.",
)

# %% [markdown]
# ## What happened
#
# {{ relation.unix_takes_double }} Linux doubles the size asked for, to have
# space for its own bookkeeping
# ([socket(7)](https://man7.org/linux/man-pages/man7/socket.7.html)).
# {{ relation.tcp_takes_more }} A TCP connection has two buffers, one at each
# end, and a small send buffer does not keep the receiver's from filling: so
# its curve starts high and flat.
#
# {{ relation.single_bytes_fill_unix }} Each send of its own needs space for
# bookkeeping, and here that is nearly all. {{ relation.single_bytes_join_in_tcp }}

# %%
size = sizes[len(sizes) // 2]
rows = []
for name in names:
    single = values["accepted, a byte a send", name, size]
    low, high = min(single), max(single)
    rows.append([name, f"{low:,}" if low == high else f"{low:,} to {high:,}"])
table([f"{size:,} bytes asked for", "accepted, a byte a send"], rows)

# %% [markdown]
# ## When does a blocked writer go on?
#
# Now the buffers are full, and a thread blocks in `send()` with one byte
# more. Somebody begins to read. How much is still unread when the thread
# goes on?

# %%
_, axes = plt.subplots(figsize=(6.6, 3.2))
left = {
    name: [100 * median(values["unread at the wake", name, size]) for size in sizes]
    for name in names
}
for name in names:
    axes.plot(sizes, left[name], MARKS[name], label=name)
axes.set(ylim=(-5, 105), xlabel="size asked for", ylabel="% still unread")
show(
    axes,
    "Percent of the accepted bytes that are still unread when a blocked writer "
    f"goes on: over TCP between {min(left['TCP']):.0f} and {max(left['TCP']):.0f}, "
    f"with Unix sockets between {min(left['Unix sockets']):.0f} and "
    f"{max(left['Unix sockets']):.0f}.",
)

# %% [markdown]
# {{ relation.tcp_wakes_before_empty }} {{ relation.unix_wakes_before_empty }}
# {{ relation.one_piece_wakes_when_empty }} Here the bytes were two pieces to
# the kernel, each of nearly half the buffer, and it counts the room of a piece
# as free when all of the piece is read. It wakes the writer when [no more than
# a quarter](woken_by_room.md) is in use, so both pieces have to go
# ([af_unix.c](https://github.com/torvalds/linux/blob/master/net/unix/af_unix.c)).
# So the kernel does not wait until the buffer is empty, it waits until there
# is enough room.
#
# ## Is it the same beyond loopback?
#
# All numbers so far come from one machine talking to itself, over loopback.
# There a packet may be 65,536 long, counted in bytes: the *MTU*, maximum
# transmission unit. On Ethernet, and so on most of the way through the
# internet, it is 1500. Does that matter to a program that only fills a buffer?
#
# **Predict: how much does the first send take on an Ethernet?** A connection
# whose send buffer nobody has set takes some million bytes in its first
# non-blocking `send()` over loopback. Now it leads to another machine.
#
# - [ ] As much: the limits of the system are the same.
# - [ ] About a tenth less: small packets need more bookkeeping.
# - [x] About a fiftieth.
#
# Why: Linux makes the send buffer of a fresh connection for a number of
# packets, and those of an Ethernet are much smaller.
#
# The second way was measured between two *network namespaces*: networks of
# their own within one Linux machine, joined by a virtual cable (veth) with
# an MTU of 1500.

# %%
paths = {65_536: "loopback, MTU 65,536", 1500: "two networks, MTU 1500"}
quantities = ["one send, default size", "accepted, default size"]
rows = []
for mtu, name in paths.items():
    each = [values.get((quantity, "TCP", mtu)) for quantity in quantities]
    rows.append([name, *(f"{median(counts):,.0f}" if counts else "-" for counts in each)])
table(["bytes", "the first `send()`", "until it is full"], rows)

# %% [markdown]
# {{ relation.small_packets_take_less }} {{ relation.article_just_fits }}
#
# The limits were the same. What differs is the size with which Linux begins:
# the send buffer of a fresh connection is made for a number of packets, and a
# packet of loopback is larger. While the connection is at work, Linux raises
# it ([tcp(7)](https://man7.org/linux/man-pages/man7/tcp.7.html)): until it
# is full, more fits, still much less than over loopback. What the other
# pages of this site say of "default limits" and of millions of bytes was run
# over loopback. Their conclusions hold on any path; their numbers do not.
#
# ## What to take from it
#
# The point at which a send blocks is a property of the machine, the kind of
# connection and the sizes of the sends. Do not build on a number of this
# page: it was counted on one machine, with the system and the Python that
# are named above the table, and yours will differ, with each path.
# Limits of the system apply too: Linux caps the size one can ask for
# (`net.core.wmem_max`), and a curve that reaches the cap ends in a flat
# line. If nobody asks for a size, Linux adjusts the size of TCP's send
# buffer by itself
# ([tcp(7)](https://man7.org/linux/man-pages/man7/tcp.7.html)).
#
# What you can build on: there is always a limit, so a program that sends to
# a peer that does not read will wait, or be refused, in the end.
#
# ## Remember
#
# How much fits before a send would block depends on the system, on the kind
# of connection, on the size of each send and on the path. There always is a
# limit; don't build on its number.
#
# ## Where the article stands
#
# 71,680 bytes are not "a lot of data" for a default connection:
# [row 19](../ledger.md#claim-19). So the article's client does not hang
# ([row 20](../ledger.md#claim-20)). And the kernel does not wait
# for an empty buffer: [row 23](../ledger.md#claim-23).
