# ---
# title: What do threads gain?
# description: What threads and processes gain, and what one busy thread does to the requests beside it.
# search_words: [GIL benchmark, threads speed up, GIL convoy, CPU bound threads]
# ---

# %% [markdown]
# # What do threads gain?
#
# The chapter on [the GIL](../gil/index.md) says who may run and when. This
# page says how long it takes. Two questions:
#
# - One thread does a piece of work. Four threads each do such a piece. How
#   much longer does it take? And with processes in place of threads?
# - A thread answers small requests. How long does a request take if another
#   thread of that process computes?
#
# **Predict: how much longer do four threads take than one?** Each of four
# threads adds up numbers in a loop, on two processors, with a GIL.
#
# - [ ] About as long: each has its own work.
# - [ ] Twice as long: there are two processors.
# - [x] Four times as long.
#
# Why: With a GIL one thread at a time computes in Python, so the four
# works are done one after the other.
#
# ## What was measured
#
# {{ gil.machine }}, on {{ gil.date }}, in {{ gil.rounds }} rounds. The
# figures were recorded by `nox -s measure -- gil`
# ([how we measured](how_we_measured.md)). This notebook reads them from
# [gil.json](data/linux-x86_64-2-processors/gil.json). To draw your own: put
# the notebook and your `gil.json` into one folder, and run it there. It needs
# [matplotlib](https://matplotlib.org/).

# %%
import json
from pathlib import Path
from statistics import median

own = Path("gil.json")
ours = Path("docs/measured/data/linux-x86_64-2-processors/gil.json")
record = json.loads((own if own.exists() else ours).read_text())
values, free = {}, {}
for row in record["rows"]:
    values[row["quantity"], row["subject"], row["at"]] = row["values"]
    if row["quantity"] == "processors to be had":
        enough = 0.75 * record["machine"]["processors"]
        free[row["subject"]] = [(value or 0) > enough for value in row["values"]]
    if row["reason"]:
        print(f"{row['subject']}, {row['quantity']}: {row['reason']}")

pythons = sorted(name for name in record["versions"] if "a GIL" in record["versions"][name])
with_gil = [name for name in pythons if record["versions"][name] == "with a GIL"]
without = [name for name in pythons if name not in with_gil]


def table(head, rows):
    """Print a Markdown table, with numbers to the right."""
    for cells in (head, ["---"] + ["---:"] * (len(head) - 1), *rows):
        print("|", " | ".join(cells), "|")


table(["Python", "is"], [[name, record["versions"][name]] for name in pythons])

# %% [markdown]
# ## Four pieces of work
#
# Each picture is for one kind of work: its time with one to four threads or
# processes, each with a whole piece of it, beside the time of one thread. A
# flat line would be the best: all at the same time. A line that rises to 4
# means: one after the other. Work that computes can be no better than 2 with
# four, as there are two processors. The lines are medians over all Pythons,
# those of the processes over all with a GIL, and over the rounds in which the
# processors were free; the bars go from the lowest to the highest.

# %%
import matplotlib.pyplot as plt
from matplotlib_inline.backend_inline import set_matplotlib_formats

plt.rcParams |= {"svg.fonttype": "none", "svg.hashsalt": "gil"}
plt.rcParams |= {"figure.facecolor": "none", "axes.facecolor": "none"}
plt.rcParams |= {"font.size": 12}

series = [
    ("threads, with a GIL", "threads", with_gil, "C0o-", -0.06),
    ("processes", "processes", with_gil, "C1s--", 0),
    ("threads, without a GIL", "threads", without, "C2^:", 0.06),
]
numbers = sorted({at for what, _, at in values if what == "threads: waiting"})


def of(way, kind, group, number):
    """The ratios of the rounds with free processors, on a group of Pythons."""
    rows = [
        zip(values.get((f"{way}: {kind}", python, number), []), free[python])
        for python in group
    ]
    return [value for row in rows for value, is_free in row if is_free and value]


def draw(kind):
    _, axes = plt.subplots(figsize=(6.6, 3.0))
    told = []
    for label, way, group, mark, shift in series:
        each = [of(way, kind, group, number) for number in numbers]
        if not all(each):
            continue
        middle = [median(waits) for waits in each]
        bars = [
            [m - min(waits) for m, waits in zip(middle, each)],
            [max(waits) - m for m, waits in zip(middle, each)],
        ]
        at = [number + shift for number in numbers]
        axes.errorbar(at, middle, bars, fmt=mark, label=label, elinewidth=1)
        told.append(f"{label} {middle[-1]:.1f}")
    axes.set(title=kind, ylim=(0, 5.5), xticks=numbers, ylabel="times as long")
    axes.legend(frameon=False, fontsize=11, loc="upper left")
    title = f"{kind}: times as long with {numbers[-1]} as with one: {', '.join(told)}."
    set_matplotlib_formats("svg", metadata={"Title": title, "Date": None})
    plt.show()


draw("Python loop")

# %%
draw("hashing")

# %%
draw("waiting")

# %% [markdown]
# - {{ relation.threads_compute_in_turn }} It was
#   {{ spread.threads_compute_in_turn }} times as long: one after the other.
#   {{ relation.processes_beat_threads }}
# - {{ relation.hashing_threads_as_processes }} `hashlib` lets go of the GIL
#   while it works on large data.
# - {{ relation.waiting_threads }} A thread that waits holds nothing.
#
# ## And matrices?
#
# The article's example of work that threads can't speed up is to multiply
# matrices. It depends on who multiplies.

# %%
kinds = ["matrices in Python", "matrices in NumPy"]
rows = []
for label, way, group, _, _ in series:
    each = [of(way, kind, group, numbers[-1]) for kind in kinds]
    told = [f"{median(ratios):.1f}" if ratios else "not measured" for ratios in each]
    rows.append([f"{numbers[-1]} {label}", *told])
table(["times as long as one", *kinds], rows)

# %% [markdown]
# {{ relation.threads_multiply_in_turn }} {{ relation.numpy_threads_as_processes }}
# NumPy's code in C lets go of the GIL, and was told to use one thread of its
# own. {{ relation.free_threads_compute_together }}
#
# ## A request beside a busy thread
#
# A server has one thread that answers, with one byte for one byte, and other
# threads that run a Python loop. The client is another process, waits a
# moment before each request, and takes the time. The number is the median of
# a round.

# %%
beside = "request beside busy threads"
busy = sorted({at for what, _, at in values if what == beside})
_, axes = plt.subplots(figsize=(6.6, 3.4))
told = []
for color, (mark, count) in enumerate(zip("osD", busy)):
    each = [values[beside, name, count] for name in pythons]
    middle = [median(waits) for waits in each]
    places = [index + 0.2 * (count - 1) for index in range(len(pythons))]
    bars = [
        [m - min(waits) for m, waits in zip(middle, each)],
        [max(waits) - m for m, waits in zip(middle, each)],
    ]
    axes.errorbar(middle, places, xerr=bars, fmt=f"C{color}{mark}", label=f"{count} busy")
    told += [f"{name} {m:.2g} ms beside {count}" for name, m in zip(pythons, middle)]
labels = [name.replace("CPython ", "").replace(" free", "\nfree") for name in pythons]
axes.set_yticks(range(len(pythons)), labels)
axes.set(xscale="log", xlabel="ms a request", ylim=(len(pythons) - 0.5, -1.1))
axes.legend(frameon=False, fontsize=11, ncols=3, loc="upper center", columnspacing=0.8, handletextpad=0)
title = f"Time of a small request beside threads that compute: {', '.join(told)}."
set_matplotlib_formats("svg", metadata={"Title": title, "Date": None})
plt.show()

# %% [markdown]
# {{ relation.convoy }} It was {{ spread.convoy }} times as long:
# {{ gil.beside_one }} in place of {{ gil.beside_none }}.
# {{ relation.no_convoy }} It was {{ spread.no_convoy }} times as long.
#
# When the request comes, the answering thread wants the GIL back, and waits
# for the
# [switch interval](https://docs.python.org/3/library/sys.html#sys.setswitchinterval),
# usually {{ gil.interval }}, before it may ask for it. This happens at every
# request: some call it the *convoy effect*. Beside two busy threads the GIL
# may go from one of them to the other first, so that the wait can take
# several intervals.
#
# ## Does a shorter interval help?

# %%
by_interval = "request, by switch interval in ms"
intervals = sorted({at for what, _, at in values if what == by_interval})
rows = []
for name in pythons:
    each = [median(values[by_interval, name, interval]) for interval in intervals]
    rows.append([name, *(f"{wait:.2f}" for wait in each)])
table(["ms a request, by the interval", *(f"{interval} ms" for interval in intervals)], rows)

# %% [markdown]
# {{ relation.shorter_interval }} The price is paid by the thread that
# computes: it is interrupted more often. `sys.setswitchinterval()` is no cure
# for a server that computes. The cure is to compute elsewhere: in a process,
# in C code that lets go of the GIL, or on a build without one.
#
# ## Remember
#
# With a GIL, threads gain where they wait or work in C code that lets go of
# it, and nothing where they compute in Python. One busy thread makes each
# small request beside it wait for the GIL.
#
# ## Where the article stands
#
# For a backend "using GIL may not be so bad": as long as no thread computes
# ([row 71](../ledger.md#claim-71)). To multiply matrices in threads is
# pointless in Python, and not in C ([row 72](../ledger.md#claim-72)).
