// What a look at the machine says, in words: who waits in which call, and what the kernel holds for each connection.
// A look is a list of 32-bit words, see wouldblock/lab/guest/look.c and agent.c.

const CALLS = {
  3: "read", 4: "write", 7: "waitpid", 29: "pause", 72: "sigsuspend", 114: "wait", 142: "select", 143: "flock", 145: "readv",
  146: "writev", 158: "sched_yield", 162: "sleep", 168: "poll", 176: "sigtimedwait", 177: "sigtimedwait", 179: "sigsuspend",
  221: "fcntl", 240: "futex", 256: "epoll_wait", 267: "sleep", 284: "wait", 308: "select", 309: "poll", 319: "epoll_wait",
  362: "connect", 364: "accept", 369: "send", 370: "sendmsg", 371: "recv", 372: "recvmsg", 407: "sleep", 413: "select",
  414: "poll", 421: "sigtimedwait", 422: "futex", 426: "io_uring_enter", 441: "epoll_wait",
};
const SOCKET_CALLS = { 3: "connect", 5: "accept", 9: "send", 10: "recv", 11: "sendto", 12: "recvfrom", 16: "sendmsg", 17: "recvmsg", 18: "accept", 19: "recvmmsg" };
const SOCKETCALL = 102;
const SIZES = { T: 13, S: 11, P: 5, L: 3 };
const [UNIX, IPV4, IPV6] = [1, 2, 10];
const [STREAM, DATAGRAM] = [1, 2];
const LISTENS = 10;

// The records of a look, as objects.
const records = function* (words) {
  for (let at = 0; at < words.length;) {
    const kind = String.fromCharCode(words[at]), size = SIZES[kind];
    if (!size) return;
    const [, ...rest] = words.subarray(at, at + size);
    if (kind === "T") yield { kind, process: rest[0], thread: rest[1], session: rest[2], state: String.fromCharCode(rest[3]), call: callOf(rest[5], rest[6]) };
    if (kind === "S") yield { kind, process: rest[0], inode: rest[2], family: rest[3], type: rest[4], state: rest[5], port: rest[6], peer: rest[7], unread: rest[8], unacknowledged: rest[9] };
    if (kind === "L") yield { kind, thread: rest[0], line: rest[1] };
    at += size;
  }
};
const callOf = (number, first) => (number < 0 ? null : number === SOCKETCALL ? SOCKET_CALLS[first] ?? "a socket call" : CALLS[number] ?? `call ${number}`);

// The threads of each session, in order: {thread, process, call, line, waits}.
export const threadsOf = (words) => {
  const told = [...records(words)];
  const lines = new Map(told.filter(({ kind }) => kind === "L").map(({ thread, line }) => [thread, line]));
  const sessions = new Map();
  for (const record of told.filter(({ kind, state }) => kind === "T" && state !== "Z" && state !== "X")) {
    if (!sessions.has(record.session)) sessions.set(record.session, []);
    sessions.get(record.session).push({ ...record, waits: record.state !== "R" && record.call !== null, line: lines.get(record.thread) });
  }
  return sessions;
};

// One sentence a connection or listener, without those that hold nothing and belong to nobody.
export const buffersOf = (words) => {
  const seen = new Set(), sentences = [];
  for (const { kind, inode, family, type, state, port, peer, unread, unacknowledged } of records(words)) {
    if (kind !== "S" || seen.has(inode)) continue;
    seen.add(inode);
    const place = family === UNIX ? "socket pair" : `port ${port}`;
    if (state === LISTENS && type === STREAM) {
      sentences.push(`${family === UNIX ? "Unix socket" : place} listens; ${unread === 0 ? "no connection waits" : `${count(unread, "connection")} wait${unread === 1 ? "s" : ""}`} to be accepted`);
    } else if (family === IPV4 || family === IPV6) {
      if (!peer && type === STREAM) continue;
      const what = type === DATAGRAM ? `${place}, UDP` : `${place} ↔ ${peer}`;
      sentences.push(`${what}: ${size(unread)} unread${type === STREAM ? `, ${size(unacknowledged)} sent and not acknowledged` : ""}`);
    } else if (unread) sentences.push(`${place}: ${size(unread)} unread`);
  }
  return sentences;
};

const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
export const size = (bytes) => {
  if (bytes >= 1e6) return `${(bytes / 1e6).toPrecision(3)} MB`;
  if (bytes >= 1e4) return `${(bytes / 1e3).toPrecision(3)} kB`;
  return count(bytes, "byte");
};
