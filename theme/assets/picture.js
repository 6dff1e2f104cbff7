// The player of a recorded run, beside its picture: step by step, call after call, with the line on which each program stands,
// who is blocked, and the bytes under way. Pointing at a call, or moving to it, tells it alone; pointing at a line marks its calls.
// All of this can be missing: a picture and its words are whole without it.
"use strict";
{
  const PACE = 1100; // milliseconds from step to step
  const make = (tag, className, properties = {}) => Object.assign(document.createElement(tag), { className, ...properties });

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

  const unmark = (root) => { for (const band of root.querySelectorAll(".wb-band")) band.remove(); };

  const mark = (code, line, dim = false) => {
    const here = place(code, line);
    if (!here?.height) return null; // in a tab that is not shown
    const band = make("span", dim ? "wb-band wb-dim" : "wb-band");
    const { lineHeight } = getComputedStyle(code);
    const height = parseFloat(lineHeight) || here.height;
    band.style.top = `${here.top - code.parentElement.getBoundingClientRect().top + code.parentElement.scrollTop - (height - here.height) / 2}px`;
    band.style.height = `${height}px`;
    code.parentElement.append(band);
    return band;
  };

  const begin = (figure) => {
    const chart = figure.querySelector(".wb-chart");
    const picture = chart.querySelector("svg");
    const group = picture.querySelector(".wb-calls");
    const calls = [...group.children];
    const arrows = [...picture.querySelectorAll(".wb-arrows path")].map((path) => ({ path, ends: path.dataset.ends.split(" ").map(Number) }));
    const sentences = [...figure.querySelectorAll("ol > li")].map((item) => item.textContent);
    const whoOf = sentences.map((sentence) => sentence.slice(0, sentence.indexOf(": ")));
    const stands = calls.map((call) => { const [program, line] = (call.dataset.line || "").split(":"); return line ? { program, line: Number(line) } : null; });

    // The programs stand beside the picture once more, for the eye alone: those of the page are the ones to read and to copy.
    const originals = new Map([...document.querySelectorAll(`[data-program^="${figure.dataset.folder}/"]`)].map((block) => [block.dataset.program.split("/").pop(), block.querySelector("pre > code")]));
    const programs = [...new Set(stands.filter(Boolean).map(({ program }) => program))].filter((program) => originals.has(program));
    const listings = new Map();
    const code = make("div", "wb-code");
    code.setAttribute("aria-hidden", "true");
    for (const program of programs) {
      const panel = make("div", "wb-listing"), pre = make("pre", "highlight"), copy = make("code", "", { innerHTML: originals.get(program).innerHTML });
      for (const anchor of copy.querySelectorAll("a, [id]")) { anchor.removeAttribute("id"); anchor.removeAttribute("href"); anchor.removeAttribute("name"); }
      pre.append(copy);
      panel.append(make("b", "", { textContent: program }), pre);
      code.append(panel);
      listings.set(program, copy);
    }
    const stage = make("div", "wb-stage");
    const crowded = picture.viewBox.baseVal.width > 560; // five lanes and more leave no room for code beside them: it stands above
    const first = figure.matches(".wb-first"); // on the home page: a small window, beside the lines of one program, that plays by itself
    if (first) stage.append(figure.querySelector(".wb-listing"));
    else if (programs.length) {
      figure.classList.add("wb-staged");
      figure.classList.toggle("wb-crowded", crowded);
      if (!crowded) stage.append(code);
    }
    chart.before(stage);

    // The names of the lanes stay in view: a copy that lies on those of the picture, for the eye alone. A picture can be veiled now, so nothing is measured.
    const names = make("div", "wb-names"), lanesBelow = make("div", "wb-lanes"), copy = picture.cloneNode(), heads = picture.querySelector(".wb-heads"), unit = picture.querySelector(".wb-scale").cloneNode();
    const height = Math.max(...[...heads.children].map((text) => text.y.baseVal[0].value)) + 8;
    unit.append(picture.querySelector(".wb-scale text").cloneNode(true));
    copy.removeAttribute("role");
    copy.setAttribute("viewBox", `0 0 ${picture.viewBox.baseVal.width} ${height}`);
    copy.setAttribute("height", height);
    copy.append(heads.cloneNode(true), unit);
    names.setAttribute("aria-hidden", "true");
    names.append(copy);
    stage.append(lanesBelow);
    lanesBelow.append(names, chart);
    chart.addEventListener("scroll", () => { names.scrollLeft = chart.scrollLeft; }, { passive: true });

    const textOf = (stand) => originals.get(stand.program)?.textContent.split("\n")[stand.line - 1].trim();

    // The steps: '3' where call 3 begins, '3-' where its wait ends, 'c1=5' for the bytes that are under way from then on.
    const steps = [];
    for (const word of figure.dataset.steps.split(" ")) {
      if (word.includes("=")) { const [of, bytes] = word.split("="); steps.at(-1).bytes[of.replace("_", " ")] = Number(bytes); }
      else steps.push({ call: parseInt(word, 10), ends: word.endsWith("-"), bytes: { ...steps.at(-1)?.bytes } });
    }
    const waits = new Set(calls.map((call, number) => (/wb-(wait|sleep)/.test(call.getAttribute("class")) ? number : -1)));
    const beginning = calls.map((_, number) => steps.findIndex((step) => step.call === number && !step.ends));
    const ending = calls.map((_, number) => (waits.has(number) ? steps.findIndex((step) => step.call === number && step.ends) : beginning[number]));

    // How long a wait takes is not known before it ends.
    const took = calls.map((call) => [...call.querySelectorAll("tspan")].find((line) => line.textContent.startsWith("waits ")));
    const known = took.map((line) => line?.textContent);

    // Controls, state and sentence.
    const controls = make("div", "wb-controls");
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", "Play the recorded run");
    const button = (text, label, act) => { const made = make("button", "", { type: "button", textContent: text, ariaLabel: label, title: label }); made.addEventListener("click", act); controls.append(made); return made; };
    const playing = button("▶ Play", "Play", () => (timer ? stop() : play()));
    const back = button("◀ Back", "One step back (left arrow)", () => { stop(); go(at - 1); });
    const step = button("Step ▶", "One step on (right arrow)", () => { stop(); go(at === null ? 0 : at + 1); });
    const whole = button("Whole", "Show the whole picture again", () => { stop(); go(null); });
    whole.append(make("span", "wb-more", { textContent: " picture" }));
    const count = make("span", "wb-count");
    controls.append(count);
    const lanes = make("ul", "wb-state");
    lanes.hidden = true;
    const told = make("div", "wb-told", { textContent: "Play it, or step through it with the arrow keys. Point at a call, or tap it, to see the line that made it." });
    told.setAttribute("aria-live", "polite");
    const player = make("div", "wb-player"); // stays in view while the picture scrolls
    player.append(controls, lanes, told, ...(crowded ? [code] : []));
    stage.before(player);
    const fit = new ResizeObserver(() => {
      figure.style.setProperty("--wb-player", `${player.offsetHeight}px`);
      names.style.marginRight = first ? `${chart.offsetWidth - chart.clientWidth}px` : ""; // the width of a scroll bar
    });
    fit.observe(player);

    let at = null, timer = null; // the step that is shown, or the whole picture

    const choose = (number, sameLine = []) => {
      for (const call of document.querySelectorAll(".wb-calls > g")) call.classList.remove("wb-on", "wb-same");
      for (const arrow of document.querySelectorAll(".wb-arrows path")) arrow.classList.remove("wb-on");
      if (number === null) return;
      calls[number].classList.add("wb-on");
      for (const other of sameLine) calls[other].classList.add("wb-same");
      for (const { path, ends } of arrows) {
        if (!ends.includes(number)) continue;
        path.classList.add("wb-on");
        for (const end of ends) if (end !== number) calls[end].classList.add("wb-same");
      }
    };

    // Lights a line of each program: `bright` is the one that is spoken of, the others are where the rest stands. A line is lit once.
    const light = (bright, others = []) => {
      unmark(document);
      const lit = new Map([...others, bright].filter(Boolean).map((stand) => [`${stand.program}:${stand.line}`, stand]));
      for (const line of figure.querySelectorAll(".wb-l")) {
        line.classList.toggle("wb-lit", lit.has(line.dataset.line));
      }
      for (const stand of lit.values()) {
        for (const listing of [listings.get(stand.program), originals.get(stand.program)]) {
          const band = listing && mark(listing, stand.line, stand !== bright);
          const box = band && listing === listings.get(stand.program) && listing.parentElement;
          if (box && (band.offsetTop < box.scrollTop || band.offsetTop + band.offsetHeight > box.scrollTop + box.clientHeight)) box.scrollTop = band.offsetTop - box.clientHeight / 2;
        }
      }
    };

    const tell = (sentence, stand) => {
      told.textContent = sentence;
      if (stand && textOf(stand)) told.append(make("br"), make("span", "wb-line", { textContent: `${stand.program}, line ${stand.line} ` }), make("code", "", { textContent: textOf(stand) }));
    };

    const go = (to) => {
      at = to === null ? null : Math.max(0, Math.min(steps.length - 1, to));
      figure.classList.toggle("wb-played", at !== null);
      whole.disabled = back.disabled = at === null;
      if (at === 0) back.disabled = true;
      step.disabled = at === steps.length - 1;
      count.textContent = at === null ? `${steps.length} steps` : `${at + 1} of ${steps.length}`;
      calls.forEach((call, number) => {
        const begun = at === null || beginning[number] <= at;
        const open = at !== null && begun && waits.has(number) && (ending[number] < 0 || ending[number] > at);
        call.classList.toggle("wb-later", !begun);
        call.classList.toggle("wb-open", open);
        if (took[number]) took[number].textContent = open ? "waits …" : known[number];
      });
      for (const life of picture.querySelectorAll(".wb-life")) life.classList.toggle("wb-later", at !== null && beginning[life.dataset.begins] > at);
      for (const { path, ends } of arrows) path.classList.toggle("wb-later", at !== null && (ends[0] === ends[1] ? beginning : ending)[ends[1]] > at);
      lanes.hidden = at === null;
      if (at === null) { choose(null); unmark(document); told.textContent = ""; return; }
      const { call, ends, bytes } = steps[at];
      const standing = new Map(); // of each thread: the call that it has begun last
      for (const done of steps.slice(0, at + 1)) if (!done.ends) standing.set(whoOf[done.call], done.call);
      lanes.replaceChildren(...[...standing].map(([who, number]) => {
        const open = waits.has(number) && (ending[number] < 0 || ending[number] > at);
        const [name] = sentences[number].slice(who.length + 2).split(/ (?:on|blocks) |\.$/);
        const waiting = name.startsWith("wait ") ? `waits ${name.slice(5)}` : name.startsWith("sleeps") ? "waits" : `waits in ${name}`;
        const ended = name === "exit" || name.startsWith("exit ");
        const item = make("li", open ? "wb-blocked" : "", {});
        item.append(make("b", "", { textContent: who }), ` ${open ? waiting : ended ? "has ended" : "runs"}`);
        return item;
      }), ...Object.entries(bytes).filter(([, number]) => number > 0).map(([of, number]) => make("li", "wb-bytes", { textContent: `${of}: ${number.toLocaleString("en")} byte${number === 1 ? "" : "s"} in the kernel` })));
      choose(call);
      const open = waits.has(call) && !ends;
      const sentence = open ? sentences[call].replace(/ (blocks|sleeps) (for|until) .*/, " $1 …") : sentences[call];
      tell(sentence, stands[call]);
      light(stands[call], [...standing].filter(([who, number]) => who !== whoOf[call] && !/: exit/.test(sentences[number])).map(([, number]) => stands[number]));
      inView(calls[call], open);
    };

    const inView = (call, open) => {
      if (first) {
        const box = chart.getBoundingClientRect(), { top, bottom } = call.getBoundingClientRect();
        const end = open ? Math.min(bottom, top + 50) : bottom, least = names.getBoundingClientRect().bottom;
        if (top < least || end > box.bottom) chart.scrollTop += top < least ? top - least - 30 : end - box.bottom + 30;
        return;
      }
      const { top, bottom, left, right } = call.getBoundingClientRect(), frame = chart.getBoundingClientRect();
      if (left < frame.left || right > frame.right) chart.scrollLeft += (left + right - frame.left - frame.right) / 2;
      const end = open ? Math.min(bottom, top + 60) : bottom;
      const least = names.getBoundingClientRect().bottom + 8;
      if (top < least || end > innerHeight) scrollBy({ top: end > innerHeight ? end - innerHeight + 40 : top - least - 40, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
    };

    const play = () => {
      show("❚❚", "Pause");
      const next = () => {
        if (at === steps.length - 1) { stop(); return; }
        go(at === null ? 0 : at + 1);
        timer = setTimeout(next, PACE);
      };
      if (at === steps.length - 1) at = null;
      next();
    };
    const stop = () => { clearTimeout(timer); timer = null; show("▶", "Play"); };
    const show = (mark, word) => { playing.textContent = `${mark} ${word}`; playing.ariaLabel = playing.title = word; };

    const point = (call) => {
      const number = calls.indexOf(call);
      const stand = stands[number];
      choose(number, stand ? [...calls.keys()].filter((other) => other !== number && calls[other].dataset.line === call.dataset.line) : []);
      light(stand);
      tell(sentences[number], stand);
    };

    // A list in which the arrow keys move: one stop of the Tab key for the whole picture.
    picture.setAttribute("role", "group");
    group.setAttribute("role", "listbox");
    group.setAttribute("aria-label", "Calls, in order of time");
    calls.forEach((call, number) => {
      const stand = stands[number];
      call.setAttribute("role", "option");
      // First what stands in the box: who speaks to the browser says what there is to see.
      const name = `${call.textContent}: ${sentences[number]}`;
      call.setAttribute("aria-label", stand && textOf(stand) ? `${name} Line ${stand.line}: ${textOf(stand)}` : name);
      call.setAttribute("tabindex", number ? -1 : 0);
    });
    // Listened to on the box around it: a listener of its own would make the group a stop of the Tab key.
    chart.addEventListener("focusin", (event) => {
      if (!calls.includes(event.target)) return;
      for (const call of calls) call.setAttribute("tabindex", call === event.target ? 0 : -1);
      stop();
      point(event.target);
    });
    figure.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const number = calls.indexOf(event.target);
      const moves = number < 0 ? {} : { ArrowDown: number + 1, ArrowUp: number - 1, Home: 0, End: calls.length - 1 };
      if (event.key in moves) calls[Math.max(0, Math.min(calls.length - 1, moves[event.key]))].focus();
      else if (event.key === "ArrowRight" && !event.target.closest("pre")) step.click();
      else if (event.key === "ArrowLeft" && !event.target.closest("pre")) back.click();
      else return;
      event.preventDefault();
    });
    chart.addEventListener("pointerover", (event) => { const call = event.target.closest(".wb-calls > g"); if (call && at === null) point(call); });
    chart.addEventListener("pointerleave", () => { if (at === null && !chart.contains(document.activeElement)) { choose(null); unmark(document); } });
    chart.addEventListener("click", (event) => { const call = event.target.closest(".wb-calls > g"); if (call) { stop(); call.focus({ preventScroll: true }); point(call); } });

    // A line of a program, here or above, marks its calls.
    for (const listing of [...listings, ...originals]) {
      const [program, text] = listing;
      text.parentElement.addEventListener("pointermove", (event) => {
        if (at !== null) return;
        const line = lineAt(text, event.clientY);
        const ofLine = calls.filter((call) => call.dataset.line === `${program}:${line}`);
        for (const call of calls) call.classList.toggle("wb-same", ofLine.includes(call));
      });
      text.parentElement.addEventListener("pointerleave", () => { if (at === null) for (const call of calls) call.classList.remove("wb-same"); });
    }
    go(null);
    told.textContent = "Play it, or step through it with the arrow keys. Point at a call, or tap it, to see the line that made it.";
    if (first && !matchMedia("(prefers-reduced-motion: reduce)").matches) play();
    addEventListener("resize", () => { unmark(document); if (at !== null) go(at); });
  };

  for (const figure of document.querySelectorAll(".wb-picture[data-steps]")) begin(figure);
}
