# ---
# title: What does each server model cost?
# description: Seven echo servers in Python, one in C and nginx - processor time, answers, memory, who waits.
# search_words: [benchmark, requests per second, performance comparison, memory per connection, fastest server]
# ---

# %% [markdown]
# # What does each server model cost?
#
# The seven servers of [the last chapter](../choosing/seven_servers.md) do the
# same. What do they need for it? Beside them stand two that show what the
# limit is: [an echo server in C](limit.md), and nginx, which sends a fixed
# answer.
#
# **Predict: which server needs most memory for each client?** A hundred
# clients connect, ask once, and stay silent.
#
# - [ ] The one with a thread for each connection: each thread has a stack.
# - [x] The one that forks a process for each connection.
# - [ ] The one with asyncio's streams: each has buffers and tasks.
#
# Why: A process soon has pages of its own, as Python writes even to what it
# only reads.
#
# ## What was measured
#
# {{ requests.machine }}, on {{ requests.date }}. {{ requests.since }}
#
# The figures were recorded by `nox -s measure`
# ([how we measured](how_we_measured.md)). This notebook reads
# [requests.json](data/linux-x86_64-2-processors/requests.json),
# [idle.json](data/linux-x86_64-2-processors/idle.json),
# [slow_client.json](data/linux-x86_64-2-processors/slow_client.json) and
# [readiness.json](data/linux-x86_64-2-processors/readiness.json). To draw
# your own: put the notebook and your files into one folder, and run it there.
# It needs [matplotlib](https://matplotlib.org/).

# %%
import json
from pathlib import Path
from statistics import median

import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import set_matplotlib_formats

plt.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "server models"}
plt.rcParams |= {"figure.facecolor": "none", "axes.facecolor": "none"}
plt.rcParams |= {"font.size": 12}


def read(name):
    """The values of one file, {(quantity, subject, at): [value, ...]}."""
    own = Path(f"{name}.json")
    ours = Path("docs/measured/data/linux-x86_64-2-processors") / own
    record = json.loads((own if own.exists() else ours).read_text())
    values = {}
    for row in record["rows"]:
        found = [value for value in row["values"] if value is not None]
        values[row["quantity"], row["subject"], row["at"]] = found
    return values


def show(title):
    """Draw the figure, with a text for those who don't see it."""
    set_matplotlib_formats("svg", metadata={"Title": title, "Date": None})
    plt.show()


def dots(values, columns, label):
    """A row for each server, a mark for each column: the median, with a line from the lowest to the highest."""
    _, axes = plt.subplots(figsize=(6.6, 5.8))
    for color, (mark, (name, quantity, at)) in enumerate(zip("osD", columns)):
        each = [values.get((quantity, server, at)) or [] for server in servers]
        there = [(place, found) for place, found in enumerate(each) if found]
        middle = [median(found) for _, found in there]
        bars = [
            [m - min(found) for m, (_, found) in zip(middle, there)],
            [max(found) - m for m, (_, found) in zip(middle, there)],
        ]
        places = [place for place, _ in there]
        axes.errorbar(middle, places, xerr=bars, fmt=f"C{color}{mark}", label=name, mfc="none")
    axes.set_yticks(range(len(servers)), labels)
    axes.set(xscale="log", xlabel=label, ylim=(len(servers) - 0.5, -1.6))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
    axes.grid(axis="y", linewidth=0.3, color="black")
    axes.legend(frameon=False, fontsize=11, ncols=3, columnspacing=0.8, loc="upper center", handletextpad=0)


def plain(value):
    """A number with two digits that mean something."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def told(values, quantity, at):
    """The medians of all servers as text."""
    each = [(name, values.get((quantity, name, at))) for name in servers]
    return ", ".join(f"{name} {plain(median(found))}" for name, found in each if found)


requests, idle = read("requests"), read("idle")
slow, readiness = read("slow_client"), read("readiness")
servers = ["sequential", "thread per connection", "pool of 8 threads", "process per connection"]
servers += ["prefork, 4 workers", "selector loop", "asyncio", "epoll in C", "nginx"]
labels = [name.replace(" per ", "\nper ").replace(", ", ",\n") for name in servers]

# %% [markdown]
# ## How much work is an answer?
#
# Ten connections at a time ask for small answers, as fast as they can: once
# on connections that are kept, once with a new connection for each request.
# The figure shows the processor time that the server used for one answer.
# That tells more than answers a second: how many there are depends on what
# else the machine does, and on the client. The sequential server serves one
# of the ten, the prefork server four, and the pool eight: clients whose
# connection is not being served get no answer, and do not count.

# %%
cost = "processor time an answer"
columns = [("kept", f"{cost}, kept", 10)]
columns += [("one a request", f"{cost}, one a request", 10)]
dots(requests, columns, "µs of processor time an answer")
show(
    "Microseconds of processor time an answer, on a logarithmic axis. Kept: "
    f"{told(requests, columns[0][1], 10)}. "
    f"One a request: {told(requests, columns[1][1], 10)}."
)

# %% [markdown]
# - {{ relation.c_is_the_limit }} But it is not in another world: it does
#   little but call the kernel, and they all have to do that.
# - {{ relation.connecting_costs_more }}
# - {{ relation.fork_costs_most }}
# - {{ relation.threads_to_start_cost }} To start a thread is work, too.
# - The other differences are smaller, or change from day to day. The page on
#   the method says what the figures
#   [include](how_we_measured.md#what-does-processor-time-include), and
#   [how far they differ](how_we_measured.md#how-much-does-it-differ-from-itself)
#   from themselves.
#
# ## How many answers a second?
#
# Do not choose a server by the next three tables. They say what this machine
# did on a certain day; [how we measured](how_we_measured.md) tells how far
# the same measurement differs from itself, and that the client was the limit
# for the fastest.
#
# On kept connections, the median of all rounds. A star marks where a server
# serves only some of the connections at a time: one, four, or eight.

# %%
counts = sorted({at for what, _, at in requests if what == "answers a second, kept"})
at_a_time = {"sequential": 1, "prefork, 4 workers": 4, "pool of 8 threads": 8}


def table(head, rows):
    """Print a Markdown table, with numbers to the right."""
    for cells in (head, ["---"] + ["---:"] * (len(head) - 1), *rows):
        print("|", " | ".join(cells), "|")


def by_connections(quantity, digits):
    rows = []
    for name in servers:
        cells = [name]
        for count in counts:
            found = requests.get((quantity, name, count))
            some = "kept" in quantity and count > at_a_time.get(name, count)
            cells.append((digits.format(median(found)) if found else "-") + ("\\*" if some else ""))
        rows.append(cells)
    table(["connections", *(f"{count:,}" for count in counts)], rows)


by_connections("answers a second, kept", "{:,.0f}")

# %% [markdown]
# With a connection for each request:

# %%
by_connections("answers a second, one a request", "{:,.0f}")

# %% [markdown]
# How long the slowest 1 % of the answers took at least, in milliseconds, on
# kept connections:

# %%
by_connections("slowest 1 %, kept", "{:,.1f}")

# %% [markdown]
# ## What does a silent connection cost?
#
# Clients connect, ask once, and stay. By how much do the server's processes
# grow for each?

# %%
memory = "memory a connection"
columns = [(f"{count:,}", memory, count) for count in (100, 1000, 10_000)]
small = {key: [max(value, 0.05) for value in found] for key, found in idle.items()}
dots(small, columns, "KiB a connection (at the left: 0.05 or less)")
show(
    "Memory for each silent connection in KiB, on a logarithmic axis. "
    + " ".join(f"With {name} of them: {told(idle, memory, count)}." for name, _, count in columns)
)

# %% [markdown]
# - {{ relation.idle_process_against_thread }} It was
#   {{ spread.idle_process_against_thread }} times as much.
# - {{ relation.idle_thread_against_asyncio }}
#   {{ relation.idle_asyncio_against_selector }}
# - Where all marks are missing, the server does not serve so many at a time:
#   the sequential and the prefork server leave the others in the listener's
#   queue, the pool in its own. Where one is missing, this machine did not
#   have enough memory.
# - A process that serves a client takes much more than [one that only
#   waits](ten_thousand.md): it has run some Python since it was forked, and
#   the pages to which it wrote became its own.
# - [The memory of the kernel](ten_thousand.md#what-does-the-kernel-hold) comes
#   on top: for each end of a connection {{ kernel.connection }}, the same for
#   all servers, so the loops differ by less than the figure seems to say; for
#   each thread or process its stack and what the kernel notes about it.
#
# Who has got an answer while all stay?

# %%
clients = (100, 10_000)
rows = []
for name in servers:
    each = [idle.get(("answered while all stay", name, count)) for count in clients]
    rows.append([name, *(f"{median(found):,.0f}" if found else "not measured" for found in each)])
table(["answered", *(f"of {count:,}" for count in clients)], rows)

# %% [markdown]
# {{ relation.sequential_serves_one }} {{ relation.loops_serve_all }}
#
# ## Who waits for a slow client?
#
# Some clients connect and say nothing for a tenth of a second. Then one more
# client comes, and asks. When does it have its answer?

# %%
silence = median(slow["silence of the slow clients", "all", None])
counts = sorted({at for what, _, at in slow if what == "time to the answer"})
_, axes = plt.subplots(figsize=(6.6, 5.6))
waits = []
for place, name in enumerate(servers):
    for column, count in enumerate(counts):
        found = slow.get(("time to the answer", name, count))
        if not found:
            continue
        late = median(found) > 0.9 * silence
        axes.plot(column, place, "C1s" if late else "C0o", mfc="C1" if late else "none", ms=11)
        waits += [f"{name} with {count}"] if late else []
axes.plot([], [], "C0o", mfc="none", label="at once")
axes.plot([], [], "C1s", label="when they leave")
axes.set_yticks(range(len(servers)), labels)
axes.set_xticks(range(len(counts)), counts)
axes.set(xlabel="silent clients before", xlim=(-0.5, 3.5), ylim=(len(servers) - 0.5, -1.6))
axes.legend(frameon=False, ncols=2, loc="upper center", handletextpad=0)
show(
    "Whether one more client is answered at once, by the number of silent clients "
    f"before it. It has to wait until they leave at: {', '.join(waits)}; else at once."
)

# %% [markdown]
# - {{ relation.one_silent_stops_sequential }} This is called *head-of-line
#   blocking*: the first in the line holds up all behind it.
# - {{ relation.four_silent_stop_prefork }} {{ relation.eight_silent_stop_pool }}
#   {{ relation.one_silent_leaves_prefork }}
# - {{ relation.eight_silent_leave_the_rest }}
#
# Silence is the mild case: whoever waits for it needs no processor. A request
# that *computes* is slow in another way. It stops a loop for everybody
# ([frozen loop](../asynchronous/frozen_loop.md)), and beside threads it
# [slows down](gil.py#a-request-beside-a-busy-thread) each other request.
#
# ## How does the cost grow with the connections?
#
# A loop asks the kernel which of its descriptors are ready. What does one
# question cost when all but one are idle?

# %%
idle_counts = sorted({at for _, _, at in readiness})
_, axes = plt.subplots(figsize=(6.6, 3.8))
ends = []
for name, mark in (("select", "C0o-"), ("poll", "C1s--"), ("epoll", "C2^:"), ("kqueue", "kD-.")):
    each = [readiness.get(("time of a call", name, count)) or [] for count in idle_counts]
    points = [(count, median(found)) for count, found in zip(idle_counts, each) if found]
    if points:
        axes.plot(*zip(*points), mark, label=f"{name}()" if name != "epoll" else name)
        (few, first), (many, last) = points[0], points[-1]
        ends.append(f"{name} from {plain(first)} with {few:,} to {plain(last)} with {many:,}")
axes.set(xscale="log", yscale="log", xlabel="idle descriptors", ylabel="microseconds a call")
axes.set_xticks([10, 100, 1000, 10_000], ["10", "100", "1,000", "10,000"])
axes.legend(frameon=False)
show(f"Microseconds a call, both axes logarithmic: {'; '.join(ends)}.")

for (_, name, count), found in readiness.items():
    if name == "select" and not found:
        print(f"select() with {count:,} idle descriptors: refused")

# %% [markdown]
# - {{ relation.select_grows }} {{ relation.poll_grows }} Both hand the whole
#   list to the kernel, with every call.
# - {{ relation.epoll_stays }} The kernel keeps the list, and hands out what is
#   ready.
# - The line of `select()` ends early: it takes only descriptors
#   [below 1024](../readiness/select_limit.md), and refuses the rest.
#
# ## Remember
#
# How a server waits decides what a silent client costs and who waits for it:
# a process costs most, a thread less, an entry in a loop least. For small
# answers, a start of a process or a thread for each is what stands out.
