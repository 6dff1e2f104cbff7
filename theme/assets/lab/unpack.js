// Fetches and unpacks the state of a machine, in a worker of its own that is thrown away afterwards: what unpacking takes, a browser would
// free some time later, or never. It is told {folder, file, names} and {module}, and a buffer again when it was used; it tells
// {loaded: bytes}, {state}, {at, bytes} for each part of the memory, {done: true}, {kept: true} when it can go, or {failed: sentence}. state.py has the form.
import { fetched, stored } from "./files.js";

const PAGE = 4096;
const CHUNK = 1 << 20;

// The emulator's program can read zstd, too. This copy of it emulates nothing.
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

const fetchAll = async ({ folder, file, names }) => {
  const stream = await fetched(new URL(file, folder), names, (size) => postMessage({ loaded: size }));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

let packed, used;
const buffers = [new ArrayBuffer(CHUNK), new ArrayBuffer(CHUNK)]; // one is filled while the other one is read
const buffer = async () => {
  while (!buffers.length) await new Promise((done) => { used = done; });
  return buffers.pop();
};

const unpack = async (module) => {
  const unpacker = new Unpacker(module, await packed);
  packed = null;
  const state = unpacker.take(unpacker.number(), (bytes) => bytes.slice().buffer);
  postMessage({ state }, [state]);
  const runs = Array.from({ length: unpacker.number() }, () => [unpacker.number(), unpacker.number()]);
  for (const [first, length] of runs) {
    const end = (first + length) * PAGE;
    for (let at = first * PAGE; at < end; at += CHUNK) {
      const size = Math.min(CHUNK, end - at), bytes = new Uint8Array(await buffer(), 0, size);
      unpacker.take(size, (part) => bytes.set(part));
      postMessage({ at, bytes }, [bytes.buffer]);
    }
  }
  postMessage({ done: true });
  await stored();
  postMessage({ kept: true });
};

self.onmessage = async ({ data }) => {
  try {
    if (data.file) packed = fetchAll(data);
    else if (data.module) await unpack(data.module);
    else { buffers.push(data.used); used?.(); }
    await packed;
  } catch (error) { postMessage({ failed: `${error.name}: ${error.message}` }); }
};
