// The emulated computer: fetched, unpacked and set going, inside a worker. Nothing here knows of programs.

const MEGABYTE = 1 << 20;
const PAGE = 4096;
const CHUNK = MEGABYTE;

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
// meanwhile; and finer, as some browsers tell whole milliseconds only.
export const wall = performance.now.bind(performance);
const LONGEST = 10, FINEST = 0.001; // milliseconds
const setClock = (sleeps) => {
  let last = wall(), time = last, told = last;
  performance.now = () => {
    const now = wall();
    time += sleeps() ? now - last : Math.min(now - last, LONGEST);
    last = now;
    return told = Math.max(told + FINEST, time);
  };
};

// The browser keeps the files, which are named by their content, also for when there is no network; not where the address is no safe one.
const STORE = "wouldblock-lab", LIST = "lab.json";
const kept = async (address, names) => {
  const store = await globalThis.caches?.open(STORE).catch(() => null);
  const old = await store?.match(address);
  if (old) return old;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} answered ${response.status}`);
  if (store) {
    for (const { url } of await store.keys()) if (![LIST, ...names].some((name) => url.endsWith(`/${name}`))) await store.delete(url);
    await store.put(address, response.clone()).catch(() => {}); // there may be no room
  }
  return response;
};

// Bytes of a file, counted as they come; what the host or the browser unpacks by itself is counted as it is then.
const fetched = async (address, names, count) => {
  const response = await kept(address, names);
  const counted = new TransformStream({
    transform(chunk, controller) { count(chunk.byteLength); controller.enqueue(chunk); },
  });
  return response.body.pipeThrough(counted);
};

const unzipped = (stream) => stream.pipeThrough(new DecompressionStream("gzip"));

// The emulator's program can read zstd, too. This second copy of it, which emulates nothing, is thrown away afterwards.
class Unpacker {
  constructor(module, packed) {
    const nothing = Object.fromEntries(WebAssembly.Module.imports(module).map(({ name, kind }) => [
      name, kind === "table" ? new WebAssembly.Table({ element: "anyfunc", initial: 1924 }) : () => 0,
    ]));
    this.exports = new WebAssembly.Instance(module, { env: nothing }).exports;
    this.context = this.exports.zstd_create_ctx(packed.length);
    new Uint8Array(this.exports.memory.buffer, this.exports.zstd_get_src_ptr(this.context) >>> 0, packed.length).set(packed);
  }

  // Calls back with the next bytes, which are gone afterwards.
  take(size, use) {
    const place = this.exports.zstd_read(this.context, size);
    const result = use(new Uint8Array(this.exports.memory.buffer, place >>> 0, size));
    this.exports.zstd_read_free(place, size);
    return result;
  }

  number() { return this.take(4, (bytes) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)); }
}

const fillMemory = (unpacker, runs, memory) => {
  for (const [first, length] of runs) {
    let at = first * PAGE;
    const end = at + length * PAGE;
    while (at < end) {
      const size = Math.min(CHUNK, end - at);
      unpacker.take(size, (bytes) => memory.set(bytes, at));
      at += size;
    }
  }
};

// The list of the files: as it is now, or, without a network, as it was.
export const listed = async (folder) => {
  const address = new URL(LIST, folder);
  const store = await globalThis.caches?.open(STORE).catch(() => null);
  try {
    const response = await fetch(address);
    await store?.put(address, response.clone()).catch(() => {});
    return await response.json();
  } catch (error) {
    const old = await store?.match(address);
    if (!old) throw error;
    return old.json();
  }
};

// `folder` is the address of the lab's files, with the `list` of them; `kind` names one of the machines in it;
// `count` is told of bytes, `heard` of what the guest says.
export const start = async (folder, list, kind, count, heard) => {
  let processor;
  setClock(() => !processor || processor.in_hlt[0] === 1);
  globalThis.window = globalThis; // v86 asks for it
  globalThis.Worker = Ticker;
  const names = Object.values(list.files).map(({ name }) => name);
  const file = (name) => fetched(new URL(list.files[name].name, folder), names, count);
  const program = file("v86.gzip").then((stream) => new Response(unzipped(stream), { headers: { "Content-Type": "application/wasm" } }));
  const [{ V86 }, module, packed] = await Promise.all([
    import(new URL(list.files["v86.js"].name, folder)),
    WebAssembly.compileStreaming(program),
    file(`${kind}.zstd`).then((stream) => new Response(stream).arrayBuffer()),
  ]);
  const machine = new V86({
    wasm_fn: async (imports) => (await WebAssembly.instantiate(module, imports)).exports,
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
  if (!processor.zero_memory || !processor.mem8 || !processor.set_jit_config || !processor.in_hlt) throw new Error("this v86 is another one than the lab was made for");
  const unpacker = new Unpacker(module, new Uint8Array(packed));
  processor.zero_memory = () => {}; // it is zero, and to write zeros would only make it real
  const state = unpacker.take(unpacker.number(), (bytes) => bytes.slice().buffer);
  await machine.restore_state(state);
  const runs = Array.from({ length: unpacker.number() }, () => [unpacker.number(), unpacker.number()]);
  fillMemory(unpacker, runs, processor.mem8);
  machine.add_listener("virtio-console0-output-bytes", heard);
  return {
    go: () => machine.run(),
    halt: () => machine.stop(),
    say: (bytes) => machine.bus.send("virtio-console0-input-bytes", bytes),
    // The compiler of the emulator pays only for programs that work long.
    compile: () => processor.set_jit_config(0, 0),
    sleeps: () => processor.in_hlt[0] === 1,
    instructions: () => machine.get_instruction_counter(),
    memory: () => processor.wasm_memory.buffer.byteLength,
  };
};
