// Runs the programs of one scenario on one machine, which is thrown away afterwards. It is told, and tells, in plain objects:
//   in:   {load: folder, kind, kit}  {run: {start, files, limit, looks}}  {interrupt: slot}
//   out:  {loaded: bytes, all}  {lives: true}  {ready: list}  {program}  {events: [...]}  {failed: sentence}
// A kit is the list and the program, which the next machine of the page needs not fetch and compile again. An event has a `kind`: start, print, text, listens, end, look, hung, rest.
import { shown } from "./expected.js";
import { listed } from "./files.js";
import { start, wall } from "./machine.js";

const PIECE = 3500; // bytes that the guest's console takes at a time
const EACH = 50; // milliseconds between two looks
const SAMPLE = 10, SAMPLES = 40, FEW = 18; // a loop: 40 samples of work, one each 10 ms of it, lie in at most 18 pages of code, twice in a row
const BETWEEN = 16; // milliseconds between two messages to the page, a frame of most screens
const USUAL = 40_000; // instructions in a millisecond, when nothing is compiled
const SIGINT = 2;
const LAST_LINES = 20; // looks at a sleeping processor, one each 10 ms, after which a server is believed to print no more
const PATIENCE = 20_000; // for one program, as in the tests
const PULSE = 2000; // milliseconds between two questions to the guest, whether it lives
const ENOUGH = 400_000; // characters that one program may print

let machine, began;
let pieces = [], waiting = false;
let rest = new Uint8Array(0);
let slots = [];
let events = [], planned = false, flushed = 0;

// The first event is told at once; but a program that prints without end must not drown the page.
const tell = (kind, event) => {
  events.push({ kind, at: wall() - began, ...event });
  if (!planned) { planned = true; setTimeout(flush, wall() - flushed < BETWEEN ? BETWEEN : 0); }
};
const flush = () => { planned = false; flushed = wall(); if (events.length) postMessage({ events }); events = []; };

const message = (kind, slot = 0, bytes = new Uint8Array(0)) => {
  const whole = new Uint8Array(4 + bytes.length);
  whole.set([kind.charCodeAt(0), slot, bytes.length & 255, bytes.length >> 8]);
  whole.set(bytes, 4);
  return whole;
};
const text = (string) => new TextEncoder().encode(string);
const say = (...messages) => {
  for (const each of messages) {
    const last = pieces.at(-1);
    if (last && last.length + each.length < PIECE) pieces[pieces.length - 1] = joined(last, each); else pieces.push(each);
  }
  push();
};
const push = () => {
  if (waiting || !pieces.length) return;
  waiting = true;
  machine.say(joined(pieces.shift(), message("A")));
};
const joined = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) { whole.set(part, at); at += part.length; }
  return whole;
};
const files = function* (name, content) {
  const bytes = text(content), head = text(`${name}\0`), room = PIECE - 200;
  for (let at = 0; at === 0 || at < bytes.length; at += room) yield message("F", 0, joined(head, bytes.subarray(at, at + room)));
};

// What process 1 of the guest says, see agent.c.
const hear = (bytes) => {
  rest = rest.length ? joined(rest, bytes) : bytes;
  let at = 0;
  for (; rest.length - at >= 4; at += 4 + (rest[at + 2] | rest[at + 3] << 8)) {
    const size = rest[at + 2] | rest[at + 3] << 8;
    if (rest.length - at < 4 + size) break;
    take(String.fromCharCode(rest[at]), rest[at + 1], rest.slice(at + 4, at + 4 + size));
  }
  rest = rest.slice(at);
};
const take = (kind, slot, bytes) => {
  if (kind === "a") { waiting = false; postMessage({ lives: true }); push(); }
  else if (kind === "o" || kind === "e") takeOutput(slots[slot], kind === "o" ? 1 : 2, bytes);
  else if (kind === "x") takeEnd(slots[slot], new DataView(bytes.buffer).getInt32(0, true));
  else if (kind === "l") tell("look", { words: new Int32Array(bytes.buffer) });
};

const takeOutput = (slot, from, bytes) => {
  const part = slot.parts[from];
  part.text += part.decoder.decode(bytes, { stream: true });
  slot.size += bytes.length;
  const lines = part.text.split("\n");
  part.text = lines.pop();
  for (const line of lines) takeLine(slot, from, line);
  if (slot.size > ENOUGH && !slot.stopped) {
    slot.stopped = true;
    tell("much", { slot: slot.number });
    say(message("K", slot.number, new Uint8Array([9])));
  }
};
const takeLine = (slot, from, line) => {
  if (slot.stopped) return;
  const mark = from === 1 ? line.indexOf("\x1e") : -1;
  if (mark > 0) tell("text", { slot: slot.number, from, text: line.slice(0, mark) });
  if (mark < 0) tell("text", { slot: slot.number, from, text: line });
  else if (line[mark + 1] === "!") {
    if (!slot.listens) { slot.listens = true; tell("listens", { slot: slot.number }); slot.news?.(); }
  } else {
    const [, number, said] = /^(\d+) (.*)$/s.exec(line.slice(mark + 1)) ?? [0, 0, line.slice(mark + 1)];
    slot.prints += 1;
    tell("print", { slot: slot.number, line: Number(number), text: said });
  }
};
const takeEnd = (slot, status) => {
  for (const [from, part] of Object.entries(slot.parts)) if (part.text) takeLine(slot, Number(from), part.text);
  slot.status = status & 127 ? -(status & 127) : status >> 8 & 255;
  tell("end", { slot: slot.number, status: slot.status });
  slot.news?.();
};

const isServer = (name) => name.startsWith("server");
// Whether it holds before the patience is spent, which is only by milliseconds in which the machine sleeps, or works at its usual speed:
// a slow or busy computer makes nobody impatient.
const until = (slot, holds, patience) => new Promise((done) => {
  let spent = 0, before = wall(), counted = machine.instructions();
  const end = (held) => { clearInterval(timer); slot.news = null; done(held); };
  const timer = setInterval(() => {
    const now = wall(), count = machine.instructions(), passed = now - before;
    spent += machine.sleeps() ? passed : Math.min(passed, (count - counted >>> 0) / USUAL);
    before = now;
    counted = count;
    if (spent > patience) end(false);
  }, 100);
  slot.news = () => { if (holds()) end(true); };
  slot.news();
});

// Start group after group, each when the one before listens or has ended, as the tests do.
const run = async ({ start: groups, files: sources, limit = PATIENCE, looks = EACH }) => {
  began = wall();
  slots = [];
  machine.go();
  setInterval(() => say(message("A")), PULSE);
  const clock = new Uint8Array(40);
  const now = Date.now();
  new Uint32Array(clock.buffer, 0, 2).set([now / 1000, now % 1000 * 1e6]);
  crypto.getRandomValues(clock.subarray(8));
  say(message("C", 0, clock), message("L", 0, new Uint8Array([looks, 0])));
  for (const [name, source] of Object.entries(sources)) say(...files(name, source));
  const compiler = compileLoops();
  let going = true;
  for (const group of groups) {
    const started = group.map((name) => {
      const slot = { number: slots.length, name, size: 0, prints: 0, listens: false, status: null, parts: {}, shown: countOf(sources[name]) };
      for (const from of [1, 2]) slot.parts[from] = { text: "", decoder: new TextDecoder() };
      slots.push(slot);
      tell("start", { slot: slot.number, name });
      say(message("S", slot.number, text(name)));
      return slot;
    });
    const done = await Promise.all(started.map((slot) => until(slot, () => slot.status !== null || (isServer(slot.name) && slot.listens), limit)));
    for (const slot of started) if (!done[started.indexOf(slot)]) tell("hung", { slot: slot.number });
    if (!(going = done.every(Boolean))) break;
  }
  if (going) await lastLines();
  clearInterval(compiler);
  tell("rest", { running: slots.filter((slot) => slot.status === null).map((slot) => slot.number) });
};
const countOf = (source) => [...shown(source).values()].flat().length;

// The emulator's compiler makes a loop several times as fast, and costs more than it gives where code runs once or in many places.
const compileLoops = () => {
  let pages = [], loops = 0, counted = machine.instructions();
  const timer = setInterval(() => {
    const count = machine.instructions();
    if (machine.sleeps() || (count - counted >>> 0) < SAMPLE * USUAL) return;
    counted = count;
    if (pages.push(machine.page()) < SAMPLES) return;
    loops = new Set(pages).size <= FEW ? loops + 1 : 0;
    pages = [];
    if (loops === 2) { machine.compile(); clearInterval(timer); }
  }, SAMPLE);
  return timer;
};

// Until nothing runs, or what runs has printed what its file shows, or sleeps for a while: then it waits for more.
const lastLines = async () => {
  for (let asleep = 0; asleep < LAST_LINES; await new Promise((done) => setTimeout(done, 10))) {
    asleep = machine.sleeps() ? asleep + 1 : 0;
    const left = slots.filter((slot) => slot.status === null);
    if (left.every((slot) => slot.prints >= slot.shown && asleep)) return;
  }
};

self.onmessage = async ({ data }) => {
  try {
    if (data.load) {
      const folder = new URL(data.load);
      const listing = data.kit?.list ?? listed(folder);
      let all = 0, bytes = 0;
      const loading = start(folder, listing, data.kind, data.kit?.program, (size) => postMessage({ loaded: bytes += size, all }), hear);
      loading.catch(() => {}); // it is waited for below
      const list = await listing;
      all = ["v86.js", "v86.gzip", `${data.kind}.zstd`].reduce((sum, name) => sum + list.files[name].bytes, 0);
      bytes = list.files["v86.js"].bytes; // its import is not seen
      machine = await loading;
      postMessage({ ready: list });
      postMessage({ program: machine.program }); // alone, as Firefox gives no page a program that a worker has compiled
    } else if (data.run) await run(data.run);
    else if (data.interrupt !== undefined) say(message("K", data.interrupt, new Uint8Array([SIGINT])));
    else if (data.measure) postMessage({ measured: { memory: machine.memory(), instructions: machine.instructions() } });
  } catch (error) { postMessage({ failed: `${error.name}: ${error.message}` }); }
};
