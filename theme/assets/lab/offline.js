// Answers with the scripts of the machine that the browser keeps, see computer.js. It sees nothing but addresses below kept/, where a page
// looks for a machine only when the network gives it none.
const STORE = "wouldblock-lab-scripts";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("fetch", (event) => event.respondWith(answer(new URL(event.request.url))));

// As an answer of its own, so that what it imports is looked for below kept/, too.
const answer = async ({ href }) => {
  const store = await caches.open(STORE);
  const kept = await store.match(href.replace(/kept\/([^/]*)$/, "$1"));
  return kept ? new Response(kept.body, { headers: kept.headers }) : Response.error();
};
