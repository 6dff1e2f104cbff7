// The files of the machine: fetched once, and kept by the browser.

// The browser keeps the files, which are named by their content, also for when there is no network; not where the address is no safe one.
const STORE = "wouldblock-lab", LIST = "lab.json";
const storing = []; // what is not waited for, unless this worker is about to end
export const stored = () => Promise.all(storing);
const kept = async (address, names) => {
  const store = await globalThis.caches?.open(STORE).catch(() => null);
  const old = await store?.match(address);
  if (old) return old;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} answered ${response.status}`);
  if (store) {
    for (const { url } of await store.keys()) if (![LIST, ...names].some((name) => url.endsWith(`/${name}`))) await store.delete(url);
    storing.push(store.put(address, response.clone()).catch(() => {})); // there may be no room
  }
  return response;
};

// Bytes of a file, counted as they come; what the host or the browser unpacks by itself is counted as it is then.
export const fetched = async (address, names, count) => {
  const response = await kept(address, names);
  const counted = new TransformStream({
    transform(chunk, controller) { count(chunk.byteLength); controller.enqueue(chunk); },
  });
  return response.body.pipeThrough(counted);
};

// The list of the files: as it is now, or, without a network, as it was.
export const listed = async (folder) => {
  const address = new URL(LIST, folder);
  const store = await globalThis.caches?.open(STORE).catch(() => null);
  try {
    const response = await fetch(address);
    if (store) storing.push(store.put(address, response.clone()).catch(() => {}));
    return await response.json();
  } catch (error) {
    const old = await store?.match(address);
    if (!old) throw error;
    return old.json();
  }
};
