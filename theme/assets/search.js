// The search dialog. site.js loads lunr.js, search-index.js (see wouldblock/site/finish/search.py) and this file at the first use.
// They are scripts, without worker, fetch and eval, so that the search works on a disk, too.
"use strict";
window.search = (dialog, root) => {
  const { lunr, searchIndex: { pages, words, where } } = window;
  const input = dialog.querySelector("input");
  const status = dialog.querySelector("[role=status]");
  const list = dialog.querySelector("ol");

  const stem = (word) => lunr.stemmer(new lunr.Token(word)).toString();
  const split = (text) => text.toLowerCase().match(/[\p{L}\p{N}](?:[\p{L}\p{N}_]*[\p{L}\p{N}])?/gu) ?? [];
  const stems = (text) => split(text).map(stem);

  // A capital says how many letters a word shares with the one before; a character, how far it is from one page to the next.
  const wordsOf = pages.map(() => []);
  const on = where.split(" ");
  let word = "";
  words.match(/[A-Z][^A-Z]*/g).forEach((rest, position) => {
    word = word.slice(0, rest.charCodeAt(0) - 65) + rest.slice(1);
    let page = 0;
    for (const letter of on[position]) {
      page += letter.codePointAt(0) - 35;
      wordsOf[page].push(word);
    }
  });

  // As Python-Markdown makes an anchor of a title.
  const anchorOf = (title) => title.normalize("NFKD").replace(/[^\w\s-]/g, "").trim().toLowerCase().replace(/[-\s]+/g, "-");

  // The name of a page's file is one more title: processes/thundering_herd.html.
  const nameOf = (address) => address.replace(/.*\/|\.html$/g, "");
  const nameWords = (address) => stems(`${nameOf(address)} ${nameOf(address).split("_").join(" ")}`);
  const hits = pages.flatMap(([address, title, about, places], page) => [
    { address, title, about, fields: { title: stems(title), name: nameWords(address), about: stems(about), text: wordsOf[page] } },
    ...places.map((place) => {
      const [title, anchor] = Array.isArray(place) ? place : [place, anchorOf(place)];
      return { address: `${address}#${anchor}`, title, about, fields: { title: stems(title), name: [], about: [], text: [] } };
    }),
  ]);
  const index = lunr(function () {
    this.field("title", { boost: 8 });
    this.field("name", { boost: 2 });
    this.field("about");
    this.field("text");
    this.b(0); // a long title, such as an error's text, counts as much as a short one
    this.pipeline.reset(); // the words are stems already, and lunr's trimmer would drop the Chinese ones
    for (const [id, { address, fields }] of hits.entries()) {
      this.add({ id, ...fields }, { boost: /^(ledger|glossary).html#/.test(address) ? 0.1 : 1 }); // what they name, a page explains
    }
  });

  // Hits with all words of the question come first; if there are none, those with some.
  const find = (question) => {
    const asked = split(question);
    const telling = asked.filter((word) => lunr.stopWordFilter(word));
    const terms = (telling.length ? telling : asked).map(stem);
    const ask = (presence) => index.query((query) => {
      for (const term of terms) {
        query.term(term, { boost: 10, usePipeline: false });
        query.term(term, { presence, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
      }
    });
    const { REQUIRED, OPTIONAL } = lunr.Query.presence;
    const all = terms.length ? ask(REQUIRED) : [];
    return (all.length || !terms.length ? all : ask(OPTIONAL)).map(({ ref }) => hits[ref]);
  };

  const show = () => {
    const found = find(input.value);
    status.textContent = input.value.trim() ? `${found.length || "No"} result${found.length === 1 ? "" : "s"}` : "";
    list.replaceChildren(...found.slice(0, 20).map(({ address, title, about }) => {
      const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span");
      Object.assign(link, { href: new URL(address, root), textContent: title });
      note.textContent = about;
      item.append(link, note);
      return item;
    }));
  };

  input.addEventListener("input", show);
  list.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === input) links[0]?.click();
    else if (event.key === "ArrowDown") (links[at + 1] ?? links[at] ?? input).focus();
    else if (event.key === "ArrowUp") (links[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  show();
};
