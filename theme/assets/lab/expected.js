// What a program's file says that it prints, and whether a print is as shown: the rules of tests/, see tests/support/proof.py.

// {line of the print: [text, …]} of a program's text, from its #> lines.
export const shown = (source) => {
  const lines = source.split("\n"), texts = new Map();
  lines.forEach((line, index) => {
    const output = /^ *#>(?: (.*))?$/.exec(line);
    if (!output) return;
    let at = index - 1;
    while (at >= 0 && (/^ *#>/.test(lines[at]) || !/\bprint\(/.test(lines[at]))) at -= 1;
    if (!texts.has(at + 1)) texts.set(at + 1, []);
    texts.get(at + 1).push(output[1] ?? "");
  });
  return texts;
};

// Judges the prints of one start of a program, one after the other.
export class Judge {
  constructor(source, { varies = [], anyOrder = false }) {
    this.patterns = varies.map((pattern) => new RegExp(pattern, "g"));
    this.anyOrder = anyOrder;
    this.left = new Map([...shown(source)].map(([line, texts]) => [line, texts.map((text) => this.mask(text))]));
  }

  mask(text) { return this.patterns.reduce((masked, pattern) => masked.replace(pattern, "…"), text); }

  // Whether a printed text is what is shown next below its line; of lines in any order, whether it is one of those that are left.
  asShown(line, text) {
    const left = this.left.get(line) ?? [];
    const at = left.indexOf(this.mask(text.trimEnd()));
    if (at < 0 || (at > 0 && !this.anyOrder)) return false;
    left.splice(at, 1);
    return true;
  }

  // A text that came without the line of its print, from a process that the program has started: whether it is shown anywhere.
  isShown(text) { return [...this.left.keys()].some((line) => this.asShown(line, text)); }

  get missing() { return [...this.left.values()].flat(); }
}
