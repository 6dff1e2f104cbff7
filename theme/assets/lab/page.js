// The card on which a reader runs the programs of a scenario: a terminal for each start, who is blocked, and the programs to edit.
import { Judge } from "./expected.js";
import { Computer, keep, kindFor } from "./computer.js";
import { Editor } from "./editor.js";
import { Terminal } from "./terminal.js";
import { buffersOf, threadsOf } from "./look.js";

const MEGABYTE = 1e6;
const SLOWER = 5; // times the limit of a scenario: the processor is emulated
let running = null; // the card that has the machine; there is one machine at a time

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const nameOf = (address) => address.split("/").pop();
const text = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${nameOf(address)} could not be fetched: the site answers ${response.status}.`);
  return response.text();
};

// `pressed` is when the reader did, on the page's clock.
export const open = (button, folder, pressed) => {
  const sheet = element("link", { rel: "stylesheet", href: new URL("lab.css", folder) });
  if (!document.querySelector(`link[href="${sheet.href}"]`)) document.head.append(sheet);
  const card = new Card(button, folder);
  card.run(pressed);
};

class Card {
  constructor(button, folder) {
    this.folder = folder;
    this.scenario = button.closest(".wb-scenario");
    this.what = JSON.parse(button.dataset.run);
    this.status = element("p", { className: "wb-lab-status", role: "status" });
    this.progress = element("progress", { max: 1, value: 0, hidden: true });
    this.again = this.button("Run again", () => this.run());
    this.stop = this.button("Stop", () => this.end("Stopped. The machine is gone; Run again starts a clean one."));
    this.editor = new Editor(this.scenario, (edited) => { this.again.textContent = edited ? "Run what is edited" : "Run again"; });
    this.terminals = element("div", { className: "wb-lab-terminals" });
    this.buffers = element("ul", { className: "wb-lab-buffers", ariaLabel: "What the kernel holds" });
    this.about = element("p", { className: "wb-lab-about" });
    const tools = element("p", { className: "wb-lab-tools" }, this.again, this.stop, ...this.editor.buttons);
    this.box = element("section", { className: "wb-lab", ariaLabel: "Run here" }, tools, this.status, this.progress, this.terminals, this.buffers, this.about);
    button.closest("p").replaceWith(this.box);
    this.again.focus({ preventScroll: true });
  }

  button(text, act) {
    const made = element("button", { type: "button", className: "md-button", textContent: text });
    made.addEventListener("click", act);
    return made;
  }

  say(sentence, state = "") {
    this.status.textContent = sentence;
    this.box.dataset.state = state;
  }

  async run(pressed = performance.now()) {
    if (running && running !== this) running.end("Stopped, as another scenario of this page was started.");
    running = this;
    this.say("Starting …", "starts");
    this.slots = [];
    this.terminals.replaceChildren();
    this.buffers.replaceChildren();
    this.again.disabled = true;
    this.stop.disabled = false;
    const run = this.current = {}; // Stop, and another press, make it an old one
    try {
      const files = this.files = { ...await this.others(), ...this.editor.files() };
      if (run !== this.current) return;
      const kind = kindFor(files), before = this.computer;
      this.computer = before?.isClean && before.kind === kind ? before : this.fresh(kind);
      if (before !== this.computer) before?.end();
      const { computer } = this;
      const about = await computer.ready;
      if (computer !== this.computer) return;
      this.progress.hidden = true;
      this.about.textContent = `${about.kernel} and ${about.python}, on an emulated i686 processor in this page: times are its own. It has no network card and no disk; nothing leaves the page.`;
      this.again.disabled = false;
      this.say("Running …", "runs");
      this.box.dataset.ready = Math.round(performance.now() - pressed);
      this.began = performance.now();
      computer.run({ start: this.what.start, files, limit: this.what.limit * SLOWER * 1000 }, (event) => this.take(event));
    } catch (error) { if (run === this.current) this.end(error.message); }
  }

  fresh(kind) {
    this.progress.hidden = false;
    this.say("Fetching Linux …", "loads");
    const computer = new Computer(this.folder, kind, {
      loaded: (bytes, all) => {
        if (computer !== this.computer) return;
        this.progress.value = bytes / all;
        this.say(`Fetching Linux: ${(bytes / MEGABYTE).toFixed(1)} of ${(all / MEGABYTE).toFixed(1)} MB, once.`, "loads");
      },
      failed: (sentence) => { if (computer === this.computer) this.end(sentence); },
    });
    return computer;
  }

  take(event) {
    const slot = this.slots[event.slot];
    if (event.kind === "start") this.open(event);
    else if (event.kind === "print") this.print(slot, event);
    else if (event.kind === "text") slot.terminal.print(event.text, event.from === 2 ? "error" : slot.judge.isShown(event.text) ? "as shown" : "");
    else if (event.kind === "end") this.close(slot, event);
    else if (event.kind === "hung") slot.terminal.tell("it waits for longer than this scenario allows");
    else if (event.kind === "much") slot.terminal.tell("it printed more than this page keeps, and was killed");
    else if (event.kind === "look") this.show(event.words);
    else if (event.kind === "rest") this.rest();
  }

  print({ terminal, judge }, { text, line }) {
    terminal.print(text, judge.asShown(line, text) ? "as shown" : "not as shown", line);
    this.box.dataset.ran = Math.round(performance.now() - this.began);
  }

  // {name: text} of the programs that stand elsewhere on the page, or nowhere: the card has links to download them.
  async others() {
    const links = [...this.scenario.querySelectorAll(".wb-downloads a[href$='.py']")].filter(({ href }) => !this.editor.has(nameOf(href)));
    return this.fetched ??= Object.fromEntries(await Promise.all(links.map(async ({ href }) => [nameOf(href), await text(href)])));
  }

  open({ slot, name }) {
    const terminal = new Terminal(`python3 ${name}`, () => this.computer.interrupt(slot));
    this.slots[slot] = { name, terminal, status: null, judge: new Judge(this.files[name], this.what) };
    this.terminals.append(terminal.box);
  }

  close(slot, { status }) {
    slot.status = status;
    const expected = this.what.exit?.[slot.name];
    const allowed = expected === undefined ? (slot.name.startsWith("server") ? [0, -2] : [0]) : [expected];
    slot.fine = allowed.includes(status);
    slot.terminal.end(status, slot.fine);
    if (this.slots.every(({ status }) => status !== null)) this.rest();
  }

  show(words) {
    const threads = threadsOf(words);
    const sessions = [...threads.keys()];
    for (const [number, slot] of this.slots.entries()) slot.terminal.wait(threads.get(slot.session ??= sessions[number]) ?? [], this.files[slot.name]);
    this.buffers.replaceChildren(...buffersOf(words).map((sentence) => element("li", { textContent: sentence })));
  }

  // All that is to come without the reader has come.
  rest() {
    const waiting = this.slots.filter(({ status }) => status === null);
    const missing = this.slots.flatMap(({ judge }) => judge.missing).length;
    const others = this.slots.reduce((sum, { terminal }) => sum + terminal.strange, 0);
    const ended = this.slots.filter(({ status }) => status !== null);
    const fine = !missing && !others && ended.every(({ fine }) => fine);
    const wrong = [
      missing && `${missing} shown line${missing === 1 ? " was" : "s were"} not printed`,
      others && `${others} line${others === 1 ? " is" : "s are"} not as shown`,
      ended.some((slot) => !slot.fine) && "a program ended as it should not",
    ].filter(Boolean).join(", ");
    const said = fine ? "Every line is as shown." : `${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.`;
    this.stop.disabled = !waiting.length;
    const more = waiting.length ? ` ${waiting.map(({ name }) => name).join(" and ")} still run${waiting.length === 1 ? "s" : ""}; Ctrl-C ends it.` : "";
    this.say(said + more, waiting.length ? "rests" : fine ? "fine" : "differs");
    if (!waiting.length && this.slots.length) this.renew();
    keep(this.folder);
  }

  // A clean machine for the next run, made while the reader reads.
  renew() {
    this.computer.end();
    this.computer = new Computer(this.folder, this.computer.kind, { loaded() {}, failed: (sentence) => this.end(sentence) });
  }

  end(sentence) {
    this.current = null;
    this.computer?.end();
    this.computer = null;
    if (running === this) running = null;
    this.progress.hidden = true;
    this.stop.disabled = true;
    this.again.disabled = false;
    for (const { terminal, status } of this.slots ?? []) if (status === null) terminal.gone();
    this.say(sentence, "stopped");
  }
}
