// One machine for one run: a worker that is thrown away with all that it did.

// Programs with TLS need a machine that has OpenSSL, which is larger.
export const kindFor = (files) => (/^ *(import|from) +ssl\b/m.test(Object.values(files).join("\n")) ? "tls" : "plain");

const PATIENCE = 30_000; // milliseconds without a sign of life after which a machine is given up

const kit = {}; // what all machines of a page are made of: the list of the files, and the compiled program of the emulator

export class Computer {
  constructor(folder, kind, { loaded, failed }) {
    this.kind = kind;
    this.isClean = true;
    this.failed = failed;
    this.ready = new Promise((done, refuse) => { this.done = done; this.refuse = refuse; });
    this.ready.catch(() => {}); // who waits for it is told, too
    try {
      this.worker = new Worker(new URL("worker.js", folder), { type: "module" });
    } catch (error) { this.fail(error.message); return; }
    this.worker.onmessage = ({ data }) => {
      if (data.loaded) loaded(data.loaded, data.all);
      else if (data.ready) { kit.list = data.ready; this.done(data.ready.about); }
      else if (data.program) kit.program = data.program;
      else if (data.lives) this.seen = performance.now();
      else if (data.events) for (const event of data.events) this.take?.(event);
      else if (data.failed) this.fail(data.failed);
      else if (data.measured) this.measured?.(data.measured);
    };
    this.worker.onerror = (event) => { event.preventDefault(); this.fail(event.message ?? "its files could not be loaded"); };
    this.worker.postMessage({ load: folder.href, kind, kit });
  }

  fail(reason) {
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
    this.take = null;
    clearInterval(this.watch);
    this.worker?.terminate();
  }
}
