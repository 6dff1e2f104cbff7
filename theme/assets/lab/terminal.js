// A terminal: the command, what the program prints as it prints it, in which call it waits, and how it ended.

const MOST = 400; // lines that are shown
const SIGNALS = { 1: "SIGHUP", 2: "SIGINT", 6: "SIGABRT", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 15: "SIGTERM" };
const MARKS = { "as shown": ["✓", "as shown on the page"], "not as shown": ["≠", "not as shown on the page"], error: ["!", "on standard error"] };

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

export class Terminal {
  constructor(command, interrupt) {
    this.strange = 0; // lines that are not as shown
    this.key = element("button", { type: "button", textContent: "Ctrl-C", title: `Send SIGINT to ${command}` });
    this.key.addEventListener("click", () => { this.tell("^C"); interrupt(); });
    this.lines = element("ol", { className: "wb-lab-lines", ariaLive: "off" });
    this.waits = element("ul", { className: "wb-lab-waits" });
    this.box = element("div", { className: "wb-lab-terminal" },
      element("p", { className: "wb-lab-command" }, element("code", { textContent: `$ ${command}` }), this.key), this.lines, this.waits);
  }

  print(text, mark, line = 0) {
    if (mark !== "as shown") this.strange += 1;
    const [sign, words] = MARKS[mark] ?? [" ", ""];
    const shown = element("li", { className: `wb-lab-${mark.replaceAll(" ", "-") || "plain"}` },
      element("span", { textContent: sign, title: words, role: "img", ariaLabel: words }), element("code", { textContent: text }));
    if (line) shown.dataset.line = line;
    this.add(shown);
  }

  tell(text) { this.add(element("li", { className: "wb-lab-told" }, element("span"), element("i", { textContent: text }))); }

  add(line) {
    this.lines.append(line);
    if (this.lines.childElementCount > MOST) this.lines.firstElementChild.remove();
  }

  // Who waits in which call and line, in the words of the pictures.
  wait(threads, source) {
    const lines = source.split("\n");
    const several = threads.length > 1;
    const sentences = threads.map(({ process, call, waits, line }, index) => {
      const who = !several || index === 0 ? "" : process === threads[0].process ? `thread ${index + 1} ` : `process ${process} `;
      const where = line ? `, line ${line}: ` : "";
      return element("li", { className: waits ? "wb-lab-wait" : "wb-lab-work" },
        `${who}${waits ? "waits in " : "works"}`, ...(waits ? [element("b", { textContent: call })] : []), where,
        ...(line ? [element("code", { textContent: (lines[line - 1] ?? "").trim() })] : []));
    });
    if (this.ended) return;
    this.waits.replaceChildren(...sentences.slice(0, 12));
    if (sentences.length > 12) this.waits.append(element("li", { textContent: `and ${sentences.length - 12} more` }));
  }

  end(status, fine) {
    this.box.dataset.status = status;
    this.tell(status < 0 ? `ended by ${SIGNALS[-status] ?? `signal ${-status}`}` : `exit status ${status}`);
    this.lines.lastElementChild.classList.add(fine ? "wb-lab-fine" : "wb-lab-bad");
    this.gone();
  }

  gone() {
    this.ended = true;
    this.key.disabled = true;
    this.waits.replaceChildren();
  }
}
