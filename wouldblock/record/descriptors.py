"""What descriptors stand for: which connection, pair or pipe of the programs, which end of it, and who still holds it."""

from collections.abc import Iterable
from dataclasses import dataclass

from wouldblock.linux import arguments
from wouldblock.linux.arguments import Descriptor
from wouldblock.linux.strace import RawCall

Addresses = frozenset[str]  # both of a connection, both inodes of a pair, or the one of a pipe


@dataclass(eq=False)
class Thing:
    """A listener, a connection, a socket pair or a pipe, with the name that the picture shows."""

    kind: str
    name: str = ""


@dataclass(frozen=True)
class End:
    """One end of a thing: `side` is its own address or inode; the ends of a pipe have the same."""

    thing: Thing
    side: str = ""

    def is_other_than(self, end: "End") -> bool:
        """Whether this is the other end of the same thing."""
        return self.thing is end.thing and (self.side != end.side or self.thing.kind == "pipe")


class Descriptors:
    """What each process has open; it is told of all calls in the order of time.

    `process` has the process of each thread, by their numbers.
    """

    def __init__(self, process: dict[int, int]):
        self.process = process
        self.things: dict[Addresses, Thing] = {}
        self.tables: dict[int, dict[int, End]] = {}
        self.nonblocking: set[End] = set()
        self.addresses: dict[RawCall, Addresses] = {}  # of each connect

    def look_ahead(self, raw_calls: list[RawCall]) -> None:
        """Learn the addresses of each connect, which a later call on the same descriptor tells."""
        pending: dict[tuple[int, int], list[RawCall]] = {}
        for raw in raw_calls:
            if (process := self.process.get(raw.thread)) is None:
                continue
            if raw.name == "connect":
                pending.setdefault((process, arguments.number(raw)), []).append(raw)
            for shown in arguments.descriptors(raw.arguments):
                if "->" in shown.inside and shown.kind.startswith("TCP"):
                    for connect in pending.pop((process, shown.number), []):
                        self.addresses[connect] = frozenset(shown.inside.split("->"))

    def end(self, process: int, shown: Descriptor | None) -> End | None:
        """What a descriptor that strace shows stands for; learn it, where the text tells."""
        if shown is None:
            return None
        table = self.tables.setdefault(process, {})
        if "->" in shown.inside:
            near, far = shown.inside.split("->")
            kind = "pair" if shown.kind.startswith("UNIX") else "c"
            table[shown.number] = End(self._thing(frozenset({near, far}), kind), near)
        elif shown.kind == "pipe":
            table[shown.number] = End(self._thing(frozenset({shown.inside}), "pipe"), shown.inside)
        elif shown.kind == "TCP" and ":" in shown.inside and shown.number not in table:
            table[shown.number] = End(Thing("listener", "listener"))
        return table.get(shown.number)

    def numbered(self, process: int, number: int) -> End | None:
        """What a descriptor stands for of which only the number is known."""
        return self.tables.get(process, {}).get(number)

    def learn(self, process: int, text: str) -> None:
        """Take note of all descriptors that a text shows."""
        for shown in arguments.descriptors(text):
            self.end(process, shown)

    def connect(self, process: int, raw: RawCall) -> None:
        """strace shows a socket before it is connected: give its descriptor the connection that it is going to be."""
        if key := self.addresses.get(raw):
            near = next((address for address in key if address != arguments.peer(raw)), "")
            self.tables.setdefault(process, {})[arguments.number(raw)] = End(self._thing(key, "c"), near)

    def set_blocking(self, end: End, blocking: bool) -> None:
        """Take note of whether calls on an end wait."""
        (self.nonblocking.discard if blocking else self.nonblocking.add)(end)

    def fork(self, parent: int, child: int) -> None:
        """A new process has what the one has that started it."""
        self.tables[child] = dict(self.tables.get(parent, {}))

    def close(self, process: int, number: int) -> list[End]:
        """Close a descriptor; the ends that nobody holds any more."""
        closed = self.tables.get(process, {}).pop(number, None)
        return [closed] if closed and not self._is_held(closed) else []

    def exit(self, process: int) -> list[End]:
        """Close all that a process has; the ends that nobody holds any more. An exec does the same with Python's."""
        held = dict.fromkeys(self.tables.pop(process, {}).values())
        return [end for end in held if not self._is_held(end)]

    def _is_held(self, end: End) -> bool:
        return any(end in table.values() for table in self.tables.values())

    def _thing(self, key: Addresses, kind: str) -> Thing:
        return self.things.setdefault(key, Thing(kind))


def give_names(things: Iterable[Thing]) -> None:
    """Name things in the order given: c1, c2, …, pair 1, …, pipe 1, …"""
    numbers: dict[str, int] = {}
    for thing in dict.fromkeys(things):
        if not thing.name:
            numbers[thing.kind] = numbers.get(thing.kind, 0) + 1
            thing.name = f"c{numbers['c']}" if thing.kind == "c" else f"{thing.kind} {numbers[thing.kind]}"
