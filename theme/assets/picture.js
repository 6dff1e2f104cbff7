// Pointing at a call in a picture, or focusing it, shows the line of the program that made it, and the other calls of that line;
// pointing at a line marks its calls.
// Which line it was stands in the recording. All of this can be missing: a picture and its words are whole without it.
"use strict";
{
  // Where a line of a listing stands: 1 is the first. The listing itself stays as it is, to be copied byte for byte.
  const place = (code, line) => {
    const texts = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node, at = 1; (node = texts.nextNode());) {
      for (const part of node.data.matchAll(/[^\n]+|\n/g)) {
        if (part[0] === "\n") at += 1;
        else if (at === line && part[0].trim()) { range.setStart(node, part.index); return range.getBoundingClientRect(); }
      }
    }
    return null;
  };

  const lineAt = (code, y) => {
    const { paddingTop, lineHeight } = getComputedStyle(code);
    return 1 + Math.floor((y - code.getBoundingClientRect().top - parseFloat(paddingTop)) / parseFloat(lineHeight));
  };

  const mark = (code, line) => {
    for (const band of document.querySelectorAll(".wb-band")) band.remove();
    const here = code && place(code, line);
    if (!here?.height) return; // in a tab that is not shown
    const band = document.createElement("span");
    band.className = "wb-band";
    band.style.top = `${here.top - code.parentElement.getBoundingClientRect().top}px`;
    band.style.height = `${here.height}px`;
    code.parentElement.append(band);
  };

  const show = (code, line) => { // chooses its tab, and goes there
    const block = code.closest(".tabbed-block");
    if (block) block.closest(".tabbed-set").querySelectorAll(":scope > input")[[...block.parentElement.children].indexOf(block)].click();
    mark(code, line);
    code.parentElement.querySelector(".wb-band").scrollIntoView({ block: "center" });
    code.parentElement.querySelector("button")?.focus({ preventScroll: true });
  };

  const begin = (figure) => {
    const picture = figure.querySelector("svg");
    const group = picture.querySelector(".wb-calls");
    const calls = [...group.children];
    const sentences = [...figure.querySelectorAll("ol > li")].map((item) => item.textContent);
    const sourceOf = (call) => {
      const [program, line] = (call.dataset.line || "").split(":");
      const code = line && document.querySelector(`[data-program="${figure.dataset.folder}/${program}"] pre > code`);
      return code ? { code, program, line: Number(line), text: code.textContent.split("\n")[line - 1].trim() } : null;
    };
    const sources = new Map(calls.map((call) => [call, sourceOf(call)]));
    const told = document.createElement("div");
    told.className = "wb-told";
    told.textContent = "Point at a call or tap it, or move to it with the Tab and arrow keys, to see the line that made it.";
    figure.querySelector(".wb-chart").after(told);

    const choose = (chosen, ofSameLine = []) => {
      for (const call of document.querySelectorAll(".wb-calls > g")) call.classList.remove("wb-on", "wb-same");
      for (const call of chosen) call.classList.add("wb-on");
      for (const call of ofSameLine) call.classList.add("wb-same");
    };
    const point = (call) => {
      const source = sources.get(call);
      choose([call], calls.filter((other) => other !== call && source && other.dataset.line === call.dataset.line));
      mark(source?.code, source?.line);
      told.textContent = sentences[calls.indexOf(call)];
      told.classList.add("wb-now"); // stays in sight
      if (!source) return;
      const button = document.createElement("button");
      const text = document.createElement("code");
      Object.assign(button, { type: "button", textContent: `line ${source.line}` });
      button.addEventListener("click", () => show(source.code, source.line));
      text.textContent = source.text;
      told.append(document.createElement("br"), button, " ", text);
    };

    // A list in which the arrow keys move: one stop of the Tab key for the whole picture.
    picture.setAttribute("role", "group");
    group.setAttribute("role", "listbox");
    group.setAttribute("aria-label", "Calls, in order of time");
    calls.forEach((call, number) => {
      const source = sources.get(call);
      call.setAttribute("role", "option");
      call.setAttribute("aria-label", source ? `${sentences[number]} Line ${source.line}: ${source.text}` : sentences[number]);
      call.setAttribute("tabindex", number ? -1 : 0);
    });
    group.addEventListener("focusin", (event) => {
      for (const call of calls) call.setAttribute("tabindex", call === event.target ? 0 : -1);
      point(event.target);
    });
    group.addEventListener("pointerover", (event) => { const call = event.target.closest(".wb-calls > g"); if (call) point(call); });
    group.addEventListener("keydown", (event) => {
      const now = calls.indexOf(event.target);
      const next = { ArrowDown: now + 1, ArrowRight: now + 1, ArrowUp: now - 1, ArrowLeft: now - 1, Home: 0, End: calls.length - 1 }[event.key];
      if (calls[next]) { event.preventDefault(); calls[next].focus(); }
    });

    for (const code of new Set(calls.map((call) => sources.get(call)?.code).filter(Boolean))) {
      code.addEventListener("pointermove", (event) => {
        const line = lineAt(code, event.clientY);
        const made = calls.filter((call) => sources.get(call)?.code === code && sources.get(call).line === line);
        if (made.length) { choose(made); mark(code, line); }
      });
    }
  };

  for (const figure of document.querySelectorAll(".wb-picture[data-folder]")) begin(figure);
}
