"""What descriptors stand for: which connection, pair or pipe of the programs, which end of it, and who still holds it."""

import re
from dataclasses import dataclass

from wouldblock.record.strace import RawCall

DESCRIPTOR = re.compile(r"(\d+)<([A-Z-]+|pipe|socket|anon_inode)(?::(\[.*?\]|.*?))?>")
ADDRESS = re.compile(r"sin_port=htons\((\d+)\), sin_addr=inet_addr\(\"([\d.]+)\"\)")


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
        return self.thing is end.thing and (self.side != end.side or self.thing.kind == "pipe")


class Descriptors:
    """What each process has open; it is told of all calls in the order of time."""

    def __init__(self, raw_calls: list[RawCall], process: dict[int, int]):
        self.process = process
        self.things: dict[frozenset, Thing] = {}
        self.tables: dict[int, dict[int, End]] = {}
        self.nonblocking: set[End] = set()
        self.addresses = self._addresses_of_connects(raw_calls)

    def _addresses_of_connects(self, raw_calls: list[RawCall]) -> dict[int, frozenset]:
        """For each connect, by its identity, both addresses, which a later call on the same descriptor tells."""
        pending: dict[tuple[int, str], list[RawCall]] = {}
        found = {}
        for raw in raw_calls:
            process = self.process.get(raw.thread)
            if raw.name == "connect":
                pending.setdefault((process, raw.args.partition("<")[0]), []).append(raw)
            for match in DESCRIPTOR.finditer(raw.args):
                if "->" in (match[3] or "") and match[2].startswith("TCP"):
                    for connect in pending.pop((process, match[1]), []):
                        found[id(connect)] = frozenset(match[3].strip("[]").split("->"))
        return found

    def end(self, process: int, text: str) -> End | None:
        """What a descriptor stands for that strace shows as `text`; learn it, where the text tells."""
        if not (match := DESCRIPTOR.match(text)):
            return None
        number, kind, inside = int(match[1]), match[2], (match[3] or "").strip("[]")
        table = self.tables.setdefault(process, {})
        if "->" in inside:
            near, far = inside.split("->")
            table[number] = End(self._thing(frozenset({near, far}), "pair" if kind.startswith("UNIX") else "c"), near)
        elif kind == "pipe":
            table[number] = End(self._thing(frozenset({inside}), "pipe"), inside)
        elif kind == "TCP" and ":" in inside and number not in table:
            table[number] = End(Thing("listener", "listener"))
        return table.get(number)

    def numbered(self, process: int, number: str) -> End | None:
        return self.tables.get(process, {}).get(int(number))

    def learn(self, process: int, text: str) -> None:
        """Take note of all descriptors that a text shows."""
        for match in DESCRIPTOR.finditer(text):
            self.end(process, match[0])

    def connect(self, process: int, raw: RawCall) -> None:
        """strace shows a socket before it is connected: give its descriptor the connection that it is going to be."""
        if key := self.addresses.get(id(raw)):
            match = ADDRESS.search(raw.args)
            near = next((address for address in key if address != f"{match[2]}:{match[1]}"), "")
            number = int(raw.args.partition("<")[0])
            self.tables.setdefault(process, {})[number] = End(self._thing(key, "c"), near)

    def set_blocking(self, end: End | None, blocking: bool) -> None:
        (self.nonblocking.discard if blocking else self.nonblocking.add)(end)

    def fork(self, parent: int, child: int) -> None:
        self.tables[child] = dict(self.tables.get(parent, {}))

    def close(self, process: int, text: str) -> list[End]:
        """Close a descriptor; the ends that nobody holds any more."""
        closed = self.tables.get(process, {}).pop(int(re.match(r"\d+", text)[0]), None)
        return [closed] if closed and not self._is_held(closed) else []

    def exit(self, process: int) -> list[End]:
        """Close all that a process has; the ends that nobody holds any more. An exec does the same with Python's."""
        held = dict.fromkeys(self.tables.pop(process, {}).values())
        return [end for end in held if not self._is_held(end)]

    def _is_held(self, end: End) -> bool:
        return any(end in table.values() for table in self.tables.values())

    def _thing(self, key: frozenset, kind: str) -> Thing:
        return self.things.setdefault(key, Thing(kind))


def give_names(things: list[Thing]) -> None:
    """Name things in the order given: c1, c2, …, pair 1, …, pipe 1, …"""
    numbers: dict[str, int] = {}
    for thing in dict.fromkeys(things):
        if not thing.name:
            numbers[thing.kind] = numbers.get(thing.kind, 0) + 1
            thing.name = f"c{numbers['c']}" if thing.kind == "c" else f"{thing.kind} {numbers[thing.kind]}"
