// Boots the machine in Node, and saves its state when its Python waits for programs:
// node boot.mjs V86-FOLDER BIOS KERNEL ROOT STATE
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [library, bios, kernel, root, target] = process.argv.slice(2);
const MEGABYTE = 1 << 20;
const { V86 } = await import(pathToFileURL(path.join(library, "libv86.mjs")));
const buffer = (file) => ({ buffer: new Uint8Array(fs.readFileSync(file)).buffer });
const fail = (sentence) => { console.error(sentence); process.exit(1); };

const machine = new V86({
  wasm_path: path.join(library, "v86.wasm"),
  bios: buffer(bios),
  bzimage: buffer(kernel),
  initrd: buffer(root),
  // Time and the speed of the processor are known: nothing is measured at the start. The hash of connections is small, as few are made.
  cmdline: "console=ttyS0 quiet rootfstype=ramfs tsc=reliable lpj=1000000 no_timer_check mitigations=off norandmaps"
    + " thash_entries=256 uhash_entries=256 dhash_entries=2048 ihash_entries=2048 panic=-1",
  memory_size: 128 * MEGABYTE,
  vga_memory_size: MEGABYTE,
  virtio_console: true,
  disable_keyboard: true,
  disable_mouse: true,
  disable_speaker: true,
  autostart: true,
});

let line = "", said = "";
machine.add_listener("serial0-output-byte", (byte) => {
  if (byte === 10) { console.log("   ", line); if (line.startsWith("lab: ")) fail(`the machine does not start: ${said}`); said = line; line = ""; } else if (byte !== 13) line += String.fromCharCode(byte);
});
setTimeout(() => fail(`the machine did not start within 8 minutes; it last said: ${said}`), 480_000).unref();

const send = (kind) => machine.bus.send("virtio-console0-input-bytes", new Uint8Array([kind.charCodeAt(0), 0, 0, 0]));
machine.add_listener("virtio-console0-output-bytes", (bytes) => {
  const kind = String.fromCharCode(bytes[0]);
  if (kind === "r") setTimeout(() => send("P"), 500);
  if (kind === "p") setTimeout(save, 1500);
});

async function save() {
  await machine.stop();
  fs.writeFileSync(target, new Uint8Array(await machine.save_state()));
  process.exit(0);
}
