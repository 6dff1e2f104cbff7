// The emulated computer: fetched and set going, inside a worker. Nothing here knows of programs.
import { fetched } from "./files.js";

const MEGABYTE = 1 << 20;

// v86 gives way to other work through a worker of its own, made of a text; a policy that allows no such worker need not be weakened for it.
class Ticker {
  constructor() {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => this.onmessage?.({ data });
    this.port = port2;
  }

  postMessage({ t, tick }) {
    clearTimeout(this.timer);
    if (t < 1) this.port.postMessage(tick); else this.timer = setTimeout(() => this.onmessage({ data: tick }), t);
  }

  terminate() { clearTimeout(this.timer); }
}

// The guest's clock: the browser's, without the pauses in which the browser did not let the machine run, so that no timeout passes
// meanwhile. Some browsers tell whole milliseconds only; between two of their ticks, time passes as instructions are carried out.
export const wall = performance.now.bind(performance);
const LONGEST = 10, FINEST = 0.001; // milliseconds
const USUAL = 40_000, FEW = 32; // instructions a millisecond, until there were a few ticks to learn it from
const setClock = (sleeps, instructions) => {
  let last = wall(), time = last, told = last, counted = 0, speed = USUAL, tick = LONGEST;
  performance.now = () => {
    const now = wall(), count = instructions();
    if (now > last) {
      const passed = now - last, slept = sleeps();
      tick = Math.min(tick, passed);
      time += slept ? passed : Math.min(passed, LONGEST);
      if (!slept) speed = Math.max(1, speed + ((count - counted >>> 0) / passed - speed) / FEW);
      last = now;
      counted = count;
    }
    return told = Math.max(told + FINEST, time + Math.min(tick, (count - counted >>> 0) / speed));
  };
};

const RealWorker = globalThis.Worker;

// The saved state of a machine, which another worker fetches and unpacks while this one makes the emulator.
class Saved {
  constructor(folder, count) {
    this.folder = folder;
    this.parts = []; // that came before there was a memory to put them into
    this.worker = new RealWorker(new URL("unpack.js", import.meta.url), { type: "module" });
    this.state = new Promise((done, refuse) => { this.haveState = done; this.refuseState = refuse; });
    this.filled = new Promise((done, refuse) => { this.haveAll = done; this.refuseAll = refuse; });
    for (const promise of [this.state, this.filled]) promise.catch(() => {}); // who waits for it is told, too
    this.worker.onmessage = ({ data }) => {
      if (data.loaded) count(data.loaded);
      else if (data.state) this.haveState(data.state);
      else if (data.bytes) { this.parts.push(data); this.put(); }
      else if (data.done) this.haveAll();
      else if (data.kept) this.worker.terminate();
      else this.fail(data.failed);
    };
    this.worker.onerror = (event) => { event.preventDefault(); this.fail(event.message ?? "unpack.js could not be loaded"); };
  }

  fetch(file, names) { this.worker.postMessage({ folder: this.folder.href, file, names }); }

  fail(reason) { for (const refuse of [this.refuseState, this.refuseAll]) refuse(new Error(reason)); }

  unpack(module) { this.worker.postMessage({ module }); return this.state; }

  fill(memory) { this.memory = memory; this.put(); return this.filled; }

  put() {
    if (!this.memory) return;
    for (const { at, bytes } of this.parts.splice(0)) {
      this.memory.set(bytes, at);
      this.worker.postMessage({ used: bytes.buffer }, [bytes.buffer]);
    }
  }
}

// The program of the emulator, compiled. A page keeps it for its next machine, with what the browser has made faster of it meanwhile.
const compiled = async (folder, list, names, count) => {
  const stream = await fetched(new URL(list.files["v86.gzip"].name, folder), names, count);
  return WebAssembly.compileStreaming(new Response(stream.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": "application/wasm" } }));
};

// A browser makes the code of the emulator fast when it has run for a moment, which takes it a while, beside what it does. So the code runs
// before there is a state: a loop in the processor's first mode, of 16 bits. The memory is zero again afterwards.
const LOOP = [
  0x67, 0x66, 0x8b, 0x06, 0x67, 0x66, 0x89, 0x46, 0x04, 0x66, 0x83, 0xc0, 0x00, 0x66, 0x39, 0xc0, // mov, mov, add, cmp
  0x66, 0x0f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x66, 0x0f, 0xb6, 0xc0, 0x66, 0x50, 0x66, 0x58, 0xeb, 0xdf, // jz, movzx, push, pop, jmp
];
const FIRST = 0xffff0, SEGMENT = 0xf0000, TO_SEGMENT = [0xe9, 0x0d, 0x00];
const warmUp = (processor) => {
  processor.mem8.set(TO_SEGMENT, FIRST);
  processor.mem8.set(LOOP, SEGMENT);
  processor.main_loop();
  processor.mem8.fill(0, FIRST, FIRST + TO_SEGMENT.length);
  processor.mem8.fill(0, SEGMENT, SEGMENT + LOOP.length);
};

// `folder` is the address of the lab's files, of which a list is coming; `kind` names one of the machines in it; `module` is what another
// machine of this page was made of, if there was one; `count` is told of bytes, `heard` of what the guest says.
export const start = async (folder, listing, kind, module, count, heard) => {
  let processor;
  setClock(() => !processor || processor.in_hlt[0] === 1, () => (processor ? processor.instruction_counter[0] : 0));
  globalThis.window = globalThis; // v86 asks for it
  globalThis.Worker = Ticker;
  const saved = new Saved(folder, count);
  const list = await listing;
  const names = Object.values(list.files).map(({ name }) => name);
  saved.fetch(list.files[`${kind}.zstd`].name, names);
  const emulator = import(new URL(list.files["v86.js"].name, import.meta.url));
  emulator.catch(() => {}); // it is waited for below
  const program = module ?? await compiled(folder, list, names, count);
  const state = saved.unpack(program);
  const { V86 } = await emulator;
  const machine = new V86({
    wasm_fn: async (imports) => (await WebAssembly.instantiate(program, imports)).exports,
    memory_size: list.memory * MEGABYTE,
    vga_memory_size: MEGABYTE,
    virtio_console: true,
    disable_keyboard: true,
    disable_mouse: true,
    disable_speaker: true,
    disable_jit: true,
    autostart: false,
  });
  await new Promise((loaded) => machine.add_listener("emulator-ready", loaded));
  processor = machine.v86.cpu;
  if (!processor.zero_memory || !processor.main_loop || !processor.mem8 || !processor.set_jit_config || !processor.in_hlt || !processor.instruction_counter || !processor.instruction_pointer) throw new Error("this v86 is another one than the lab was made for");
  processor.zero_memory = () => {}; // it is zero, and to write zeros would only make it real
  if (!module) warmUp(processor);
  await machine.restore_state(await state);
  await saved.fill(processor.mem8);
  machine.add_listener("virtio-console0-output-bytes", heard);
  return {
    program,
    go: () => machine.run(),
    halt: () => machine.stop(),
    say: (bytes) => machine.bus.send("virtio-console0-input-bytes", bytes),
    compile: () => processor.set_jit_config(0, 0),
    page: () => processor.instruction_pointer[0] >>> 12,
    sleeps: () => processor.in_hlt[0] === 1,
    instructions: () => machine.get_instruction_counter(),
    memory: () => processor.wasm_memory.buffer.byteLength,
  };
};
