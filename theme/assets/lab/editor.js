// The programs of a scenario, to be changed in their place on the page. What is changed stays in this browser.

const kept = {
  get(key) { try { return localStorage.getItem(`wouldblock.program.${key}`); } catch { return null; } }, // storage may be forbidden
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(`wouldblock.program.${key}`); else localStorage.setItem(`wouldblock.program.${key}`, value);
    } catch { /* then it lasts for this page */ }
  },
};

const button = (text, act, title = "") => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "md-button", textContent: text, title });
  made.addEventListener("click", act);
  return made;
};

export class Editor {
  constructor(scenario, changed) {
    this.changed = changed;
    this.programs = [...scenario.querySelectorAll("[data-program]")].map((block) => {
      const code = block.querySelector("pre > code");
      return { block, key: block.dataset.program, name: block.dataset.program.split("/").pop(), pre: code.parentElement, original: code.textContent };
    });
    this.edit = button("Edit", () => { for (const program of this.programs) this.open(program, true); this.programs[0].area.focus(); });
    this.reset = button("Reset", () => this.restore(), "Back to the programs of the page");
    this.reset.hidden = true;
    this.buttons = [this.edit, this.reset];
    for (const program of this.programs) if (kept.get(program.key) !== null) this.open(program, false);
    this.tell();
  }

  open(program) {
    if (program.area) return;
    const area = Object.assign(document.createElement("textarea"), {
      className: "wb-lab-editor", spellcheck: false, autocapitalize: "off", autocomplete: "off", ariaLabel: `${program.name}, to be changed`,
      value: kept.get(program.key) ?? program.original,
    });
    area.rows = area.value.split("\n").length;
    area.addEventListener("input", () => {
      area.rows = area.value.split("\n").length;
      kept.set(program.key, area.value === program.original ? null : area.value);
      this.tell();
    });
    const tools = document.createElement("p");
    tools.className = "wb-lab-tools";
    tools.append(
      button("Copy", async ({ target }) => {
        try { await navigator.clipboard.writeText(area.value); target.textContent = "Copied"; } catch { area.select(); target.textContent = "Selected: copy it"; }
      }),
      button("Download", () => {
        const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([area.value], { type: "text/x-python" })), download: program.name });
        link.click();
        URL.revokeObjectURL(link.href);
      }),
    );
    Object.assign(program, { area, tools });
    program.pre.hidden = true;
    program.pre.after(area, tools);
    this.reset.hidden = false;
  }

  restore() {
    for (const program of this.programs) {
      kept.set(program.key, null);
      program.area?.remove();
      program.tools?.remove();
      program.area = program.tools = null;
      program.pre.hidden = false;
    }
    this.reset.hidden = true;
    this.tell();
  }

  tell() { this.changed(this.programs.some(({ area, original }) => area && area.value !== original)); }

  has(file) { return this.programs.some(({ name }) => name === file); }

  // {name: text} of all programs, as they stand now.
  files() { return Object.fromEntries(this.programs.map(({ name, area, original }) => [name, area ? area.value : original])); }
}
