// One machine for one run: a worker that is thrown away with all that it did.

// Programs with TLS need a machine that has OpenSSL, which is larger.
export const kindFor = (files) => (/^ *(import|from) +ssl\b/m.test(Object.values(files).join("\n")) ? "tls" : "plain");

const PATIENCE = 30_000; // milliseconds without a sign of life after which a machine is given up

const kit = {}; // what all machines of a page are made of: the list of the files, and the compiled program of the emulator

// For when there is no network: the scripts that make a machine, and the service worker that answers with them below kept/.
const STORE = "wouldblock-lab-scripts", SCRIPTS = ["expected.js", "files.js", "machine.js", "unpack.js", "worker.js"];
export const keep = (folder) => { kit.kept ??= keepScripts(folder).catch(() => {}); }; // there may be no room, or no safe address
const keepScripts = async (folder) => {
  const store = await caches.open(STORE);
  const wanted = [...SCRIPTS, kit.list.files["v86.js"].name].map((name) => new URL(name, folder).href);
  for (const { url } of await store.keys()) if (!wanted.includes(url)) await store.delete(url);
  await store.addAll(wanted);
  await navigator.serviceWorker.register(new URL("offline.js", folder), { scope: new URL("kept/", folder) });
};

export class Computer {
  constructor(folder, kind, { loaded, failed }) {
    this.folder = folder;
    this.kind = kind;
    this.isClean = true;
    this.loaded = loaded;
    this.failed = failed;
    this.ready = new Promise((done, refuse) => { this.done = done; this.refuse = refuse; });
    this.ready.catch(() => {}); // who waits for it is told, too
    this.start(folder);
  }

  // Start the worker whose script is in a folder.
  start(scripts) {
    try {
      this.worker = new Worker(new URL("worker.js", scripts), { type: "module" });
    } catch (error) { this.fail(error.message); return; }
    this.worker.onmessage = ({ data }) => {
      if (data.loaded) this.loaded(data.loaded, data.all);
      else if (data.ready) { kit.list = data.ready; this.isReady = true; this.done(data.ready.about); }
      else if (data.program) kit.program = data.program;
      else if (data.lives) this.seen = performance.now();
      else if (data.events) for (const event of data.events) this.take?.(event);
      else if (data.failed) this.fail(data.failed);
      else if (data.measured) this.measured?.(data.measured);
    };
    this.worker.onerror = (event) => { event.preventDefault(); this.fail(event.message ?? "its files could not be loaded"); };
    this.worker.postMessage({ load: this.folder.href, kind: this.kind, kit: { list: kit.list, program: kit.program } });
  }

  async fail(reason) {
    const kept = new URL("kept/", this.folder);
    if (!this.isReady && !this.isSecond && await navigator.serviceWorker?.getRegistration(kept).catch(() => null)) {
      this.isSecond = true;
      this.worker?.terminate();
      if (!this.hasEnded) this.start(kept);
      return;
    }
    const sentence = `The machine does not run in this browser, or has stopped: ${reason}. The recorded runs and the outputs on this page show the same.`;
    this.refuse(new Error(sentence));
    this.failed(sentence);
  }

  run(what, take) {
    this.isClean = false;
    this.take = take;
    this.seen = performance.now();
    this.watch = setInterval(() => {
      if (performance.now() - this.seen > PATIENCE) this.fail("its kernel does not answer any more");
    }, 1000);
    this.worker.postMessage({ run: what });
  }

  interrupt(slot) { this.worker.postMessage({ interrupt: slot }); }

  measure() { return new Promise((done) => { this.measured = done; this.worker.postMessage({ measure: true }); }); }

  end() {
    this.hasEnded = true;
    this.take = null;
    clearInterval(this.watch);
    this.worker?.terminate();
  }
}
