// A question that a page asks first can be answered: choose an option, and you are told whether it is right, and why.
// Until then what gives the answer away is veiled: outputs, pictures, figures and tables below the question, up to the next one.
// Answers stay in this browser. Without this script a question is a fold with its answer in another one.
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
    veiled: [],
    open: false, // whether what is below it can be seen
  }));

  // What a question veils: what stands after it, and before the next.
  const telling = ".wb-scenario, .wb-picture, article .highlight, article figure.wb-chart, article table";
  for (const element of document.querySelectorAll(telling)) {
    if (element.parentElement.closest(".wb-scenario, .wb-picture, details.wb-predict")) continue;
    questions.filter(({ fold }) => fold.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1)?.veiled.push({ element, button: null });
  }

  const off = () => kept.get("veil") === "off";

  const veil = (question) => {
    const hidden = !question.open && !off();
    for (const part of question.veiled) {
      const listing = part.element.matches(".wb-scenario, .highlight:not(.wb-printed)");
      if (listing && !part.element.querySelector(".wb-out")) continue;
      part.element.classList.toggle(listing ? "wb-veiled" : "wb-hidden", hidden);
      if (hidden && !part.button) {
        const what = listing ? "Its output" : part.element.matches(".wb-picture") ? "A picture of this run" : "This figure";
        part.button = make("p", "wb-veil", { textContent: `${what} is hidden until you have answered. ` });
        part.button.append(link("Show it now", () => { question.open = true; veil(question); }));
        part.element.before(part.button);
      } else if (!hidden && part.button) { part.button.remove(); part.button = null; }
    }
    question.unveil.hidden = !hidden;
    question.toggle.textContent = off() ? "Veil outputs again, on all pages" : "Never veil on this site";
    dispatchEvent(new Event("resize")); // what was not displayed had no size
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
    if (isNew) kept.set(question.key, chosen);
    veil(question);
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
    question.unveil = link("Show without answering", () => { question.open = true; veil(question); });
    question.toggle = link("", () => { kept.set("veil", off() ? "on" : "off"); questions.forEach(veil); });
    const links = make("p", "wb-predict-links");
    links.append(question.unveil, " ", question.toggle);
    question.choices.after(question.verdict, links);
    const before = kept.get(question.key);
    if (before !== null && options[before]) judge(question, Number(before), false); else veil(question);
  }
}
