// A question that a page asks first can be answered: choose an option, and you are told whether it is right, and why.
// Until then what gives the answer away is veiled: the output in the program of the question, the words that it prints before a value,
// and the line in which it says what it shows; all of the page below it, and its headings in the list of contents.
// Who follows a link or a hit of the search to a place below finds it open. Answers stay in this browser.
// Without this script a question is a fold with its answer in another one; on paper nothing is veiled.
"use strict";
{
  const { kept } = window; // by site.js
  const make = (tag, className, properties = {}) => Object.assign(document.createElement(tag), { className, ...properties });
  const link = (text, act) => { const button = make("button", "wb-link", { type: "button", textContent: text }); button.addEventListener("click", act); return button; };

  const questions = [...document.querySelectorAll("details.wb-predict")].map((fold, number) => ({
    fold,
    key: `predicted:${location.pathname}#${number}`,
    right: Number(fold.className.match(/wb-right-(\d+)/)[1]) - 1,
    options: [...fold.querySelector(":scope > ul").children],
    answer: fold.querySelector(":scope > details"),
    open: false, // whether what is below it can be seen
  }));

  const off = () => kept.get("veil") === "off";
  const article = questions[0].fold.parentElement;
  const note = make("p", "wb-veil", { textContent: "The output and the rest of this page are hidden until you have answered. " });
  note.append(link("Show it now", () => reveal(note.question)));

  // The program that a question is about: the first one below it, unless a heading or a figure comes before.
  const programOf = ({ fold }) => {
    let next = fold.nextElementSibling;
    while (next?.matches("p, ul, ol, .wb-veil")) next = next.nextElementSibling;
    return next?.matches(".wb-scenario") ? next : null;
  };

  // A page can be read down to the first question that is not answered, and the program of that question.
  const veil = () => {
    const question = off() ? undefined : questions.find(({ open }) => !open);
    for (const element of article.querySelectorAll(".wb-hidden, .wb-veiled")) element.classList.remove("wb-hidden", "wb-veiled");
    note.remove();
    note.question = question;
    if (question) {
      const program = programOf(question);
      program?.classList.add("wb-veiled");
      (program ?? question.fold).after(note);
      for (let next = note.nextElementSibling; next; next = next.nextElementSibling) if (!next.matches(".wb-changed")) next.classList.add("wb-hidden");
    }
    for (const contents of document.querySelectorAll(".md-nav--secondary")) {
      const entries = [...contents.querySelectorAll("a[href^='#']")];
      for (const entry of entries) entry.parentElement.hidden = Boolean(document.getElementById(decodeURIComponent(entry.hash.slice(1)))?.closest(".wb-hidden"));
      contents.classList.toggle("wb-untold", entries.every((entry) => entry.parentElement.hidden));
    }
    for (const { unveil, toggle, open } of questions) {
      unveil.hidden = open || off();
      toggle.textContent = off() ? "Veil answers again, on all pages" : "Never veil on this site";
    }
    dispatchEvent(new Event("resize")); // what was not displayed had no size
  };

  // Shows without an answer; the focus goes on to what is shown, as its button is gone.
  const reveal = (question) => {
    const shown = note.nextElementSibling;
    question.open = true;
    veil();
    if (!shown) return;
    shown.tabIndex = -1;
    shown.focus({ preventScroll: true });
  };

  // A link to a place below opens what stands above it.
  const openTo = (hash) => {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target?.closest(".wb-hidden")) return;
    while (target.closest(".wb-hidden")) { note.question.open = true; veil(); }
    target.scrollIntoView();
  };

  const judge = (question, chosen, isNew) => {
    question.chosen = chosen;
    question.open = true;
    question.options.forEach((option, number) => {
      const button = option.querySelector(".wb-option");
      button.setAttribute("aria-pressed", number === chosen);
      option.classList.toggle("wb-chosen", number === chosen);
      option.classList.toggle("wb-right", number === question.right);
    });
    const verdict = chosen === question.right ? "Right. " : `Not this time: ${String.fromCharCode(97 + question.right)} is right. `;
    question.verdict.replaceChildren(make("strong", chosen === question.right ? "wb-yes" : "wb-no", { textContent: verdict }), ...[...question.answer.querySelector("p").childNodes].slice(chosen === question.right ? 1 : 0).map((node) => node.cloneNode(true)));
    if (isNew) { kept.set(question.key, chosen); veil(); }
  };

  for (const question of questions) {
    const { fold, options, answer } = question;
    fold.open = true;
    answer.hidden = true;
    question.choices = options[0].parentElement;
    question.choices.classList.add("wb-options");
    options.forEach((option, number) => {
      const text = make("span", "");
      text.append(...option.childNodes);
      const button = make("button", "wb-option", { type: "button", textContent: String.fromCharCode(97 + number) });
      button.setAttribute("aria-label", `${button.textContent}: ${text.textContent.trim()}`);
      button.setAttribute("aria-pressed", "false");
      option.append(button, text);
      option.addEventListener("click", (event) => { if (!event.target.closest("a")) judge(question, number, true); });
    });
    question.verdict = make("p", "wb-verdict");
    question.verdict.setAttribute("role", "status");
    question.unveil = link("Show without answering", () => reveal(question));
    question.toggle = link("", () => { kept.set("veil", off() ? "on" : "off"); veil(); });
    const links = make("p", "wb-predict-links");
    links.append(question.unveil, " ", question.toggle);
    question.choices.after(question.verdict, links);
    const before = kept.get(question.key);
    if (before !== null && options[before]) judge(question, Number(before), false);
  }
  veil();
  openTo(location.hash);
  addEventListener("hashchange", () => openTo(location.hash));
  document.addEventListener("click", (event) => { // also a second time to the same place
    const anchor = event.target.closest("a[href]");
    if (anchor?.hash && anchor.pathname === location.pathname) openTo(anchor.hash);
  });
}
