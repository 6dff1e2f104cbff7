// The press on "Run it here": everything else is loaded then.
"use strict";
{
  const lab = new URL("lab/", document.currentScript.src);
  if (typeof WebAssembly !== "object") document.documentElement.classList.add("wb-no-machine");
  addEventListener("click", async ({ target, timeStamp }) => {
    const button = target.closest(".wb-lab-run");
    if (!button || button.disabled) return;
    button.disabled = true;
    try {
      (await import(new URL("page.js", lab))).open(button, lab, timeStamp);
    } catch {
      const { origin } = location;
      button.insertAdjacentText("afterend", origin === "null" || origin.startsWith("file") ? " A page that was opened from a file may not load Linux. Serve the folder: python3 -m http.server" : " Linux could not be loaded.");
    }
  });
}
