// The search dialog. site.js loads search-index.js (see wouldblock/site/finish/search.py) and this file at the first use.
// They are scripts, without worker, fetch and eval, so that the search works on a disk, too.
"use strict";
window.search = (dialog, root) => {
  const { pages, chapters, alike: ways, words, where } = window.searchIndex;
  const input = dialog.querySelector("input");
  const status = dialog.querySelector("[role=status]");
  const list = dialog.querySelector("ol");
  const SHOWN = 20;

  // What readers write in several ways is one word, and so are "blocks" and "blocking"; the latter as in wouldblock/site/finish/search.py.
  const forms = ways.map(([form, word]) => [new RegExp(form, "g"), word]);
  const alike = (text) => forms.reduce((changed, [form, word]) => changed.replace(form, word), text.toLowerCase());
  const stem = (word) => word.replace(/([sxz])es$|([^s\d])s$/, "$1$2").replace(/^(.{3,})(?:ing|ed|e)$/, "$1").replace(/y$/, "i").replace(/([bdgmnprt])\1$/, "$1");
  const split = (text) => alike(text).match(/[\p{L}\p{N}](?:[\p{L}\p{N}_]*[\p{L}\p{N}])?/gu) ?? [];
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
  const nameOf = (address) => address.replace(/\/index\.html$|\.html$/, "").replace(/.*\//, "");
  const withParts = (text) => stems(`${text} ${text.replaceAll("_", " ")}`); // TCP_NODELAY is looked for as "tcp nodelay", too
  const hits = pages.flatMap(([address, title, about, places, asked = ""], page) => [
    { address, title, about, asked, fields: { title: withParts(title), asked: withParts(asked), name: withParts(nameOf(address)), about: stems(about), text: wordsOf[page] } },
    ...places.map((place) => {
      const [title, anchor, sentence = "", codes = ""] = Array.isArray(place) ? place : [place, 0];
      return { address: `${address}#${anchor || anchorOf(title)}`, title, about: sentence || pages[page][1], asked: codes, fields: { title: stems(title), asked: stems(codes), name: [], about: stems(sentence), text: [] } };
    }),
  ]);
  // For each word, what it counts for each hit: most in a title, and in what readers ask for.
  const COUNTS = { title: 8, asked: 8, name: 3, about: 2, text: 1 };
  const counts = new Map();
  hits.forEach(({ fields }, hit) => {
    for (const [field, own] of Object.entries(fields)) {
      for (const word of new Set(own)) {
        if (!counts.has(word)) counts.set(word, new Map());
        counts.get(word).set(hit, (counts.get(word).get(hit) ?? 0) + COUNTS[field]);
      }
    }
  });
  const vocabulary = [...counts.keys()];
  // What the ledger and the glossary name, a page explains; a page says more than one of its sections, and an entry is looked up.
  const WORTH = [[/^(ledger|glossary).html#/, 0.12], [/^(index|changes|corrections|errors|questions).html$/, 0.3], [/^errors.html#/, 1.7], [/^questions.html#/, 1.2], [/#/, 1]];
  const worth = hits.map(({ address }) => (WORTH.find(([form]) => form.test(address)) ?? [0, 1.25])[1]);

  // Whether two words differ by one typing error: a letter more, less, changed, or two in another order.
  const near = (typed, word) => {
    if (Math.abs(typed.length - word.length) > 1) return false;
    let at = 0;
    while (at < typed.length && typed[at] === word[at]) at += 1;
    const [a, b] = [typed.slice(at), word.slice(at)];
    return a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
  };

  // What each hit scores for one word: the word itself counts most, then one that begins so, and if there is none, one with a typing error.
  const scoresOf = (term) => {
    const begin = term.length > 2 ? vocabulary.filter((word) => word !== term && word.startsWith(term)) : [];
    const mistyped = !counts.has(term) && !begin.length && term.length > 3 && !/\d/.test(term) ? vocabulary.filter((word) => near(word, term)) : [];
    const scores = new Map();
    for (const [words, factor] of [[counts.has(term) ? [term] : [], 1], [begin, 0.5], [mistyped, 0.4]]) {
      for (const word of words) for (const [hit, count] of counts.get(word)) scores.set(hit, Math.max(scores.get(hit) ?? 0, count * factor));
    }
    const rare = Math.log(1 + hits.length / ((counts.get(term) ?? scores).size || 1));
    const foreign = /\p{Script=Han}/u.test(term); // such a word stands in the glossary alone, beside its English one
    for (const [hit, score] of scores) scores.set(hit, score * rare * (foreign ? 2 : worth[hit]));
    return scores;
  };

  // A hit counts by its words, and by the share of the question that it has: with all words it comes before one with a rare one.
  // To have them side by side, in a title or in what readers ask for, counts more; to be just that, twice.
  const SAYS_LITTLE = /^(a|actually|an|and|after|any|app|application|are|as|at|be|been|before|best|between|by|can|code|did|difference|do|does|doing|error|even|every|exactly|examples?|explain(ed)?|for|from|gets?|getting|got|ha[ds]|have|how|i|if|in|is|it|its|just|know|lots|means?|my|needs?|not|of|on|or|problem|proper(ly)?|python|question|rid|really|s|script|should|so|still|than|that|the|there|they|this|though|to|us(e|ed|ing)|vs|want|was|way|what|when|where|which|while|why|will|with|work(s|ing)?|you|什么|区别|和)$/;
  const telling = (text) => {
    const asked = [...new Set(split(text.replace(/\bhow (many|much|long)\b|\(\d+\)/gi, " ")))];
    const most = asked.filter((word) => !SAYS_LITTLE.test(word));
    return [...new Set((most.length ? most : asked).map(stem))];
  };
  const phrases = hits.map(({ title, address, asked }) => [title.replace(/^\d+\. | \(.*/g, ""), nameOf(address).replaceAll("_", " "), ...asked.split(", ")].map((phrase) => telling(phrase)));
  const texts = phrases.map((own) => own.map((words) => ` ${words.join(" ")} `));
  const sets = phrases.map((own) => own.map((words) => words.sort().join(" "))); // "epoll vs select" is "select vs epoll"
  // "slow loris" is "slowloris", if the site has the one word and not both of the two.
  const joined = (question) => question.replace(/(\p{L}+)[ -](?=(\p{L}+))/gu, (all, left, right) => (counts.has(stem(`${left}${right}`.toLowerCase())) && !(counts.has(stem(left.toLowerCase())) && counts.has(stem(right.toLowerCase()))) ? left : all));
  const find = (question) => {
    const terms = telling(joined(question));
    const phrase = ` ${terms.join(" ")} `, set = [...terms].sort().join(" ");
    const total = new Map();
    for (const term of terms) {
      for (const [hit, score] of scoresOf(term)) {
        const sum = total.get(hit) ?? { score: 0, words: 0 };
        total.set(hit, { score: sum.score + score, words: sum.words + 1 });
      }
    }
    const said = (hit) => (terms.length > 1 && hits[hit].address.startsWith("errors.html#") ? 2.6 : 1.3); // a message is seldom typed whole
    const defines = /^(what(['’]s| is| are| does)|define|meaning)\b/i.test(question); // then the glossary has the answer
    const aside = (hit) => (sets[hit].includes(set) ? (defines && hits[hit].address.startsWith("glossary.html#") ? 40 : 2) : texts[hit].some((own) => own.includes(phrase) || (own.trim().includes(" ") && phrase.includes(own))) ? said(hit) : 1);
    const rank = ([hit, { score, words }]) => ({ hit: hits[hit], score: score * (words / terms.length) ** 2 * aside(hit) });
    return [...total].map(rank).sort((left, right) => right.score - left.score).filter(({ score }, _, [first]) => score > first.score / 60).map(({ hit }) => hit);
  };

  // A text with the words that were asked for marked.
  const marked = (text, terms) => {
    const parts = [];
    let at = 0;
    for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}_]*/gu)) {
      const own = stem(alike(match[0]));
      if (!terms.some((term) => own === term || (term.length > 2 && (own.startsWith(term) || near(own, term))))) continue;
      parts.push(text.slice(at, match.index), Object.assign(document.createElement("mark"), { textContent: match[0] }));
      at = match.index + match[0].length;
    }
    return [...parts, text.slice(at)];
  };

  const suggested = ["server freezes", "only one client", "Errno 11", "send or sendall", "select vs epoll", "100 % CPU", "threads vs asyncio", "graceful shutdown"];
  const suggest = () => {
    status.textContent = "Paste the last line of a traceback, or try:";
    list.replaceChildren(...suggested.map((question) => {
      const item = document.createElement("li"), button = document.createElement("button");
      Object.assign(button, { type: "button", className: "wb-link", textContent: question });
      button.addEventListener("click", () => { input.value = question; show(); input.focus(); });
      item.append(button);
      return item;
    }));
  };

  const show = () => {
    const question = input.value.trim();
    if (!question) { suggest(); return; }
    const results = find(question);
    const terms = telling(question);
    const more = results.length > SHOWN ? `; the first ${SHOWN} of them` : "";
    status.textContent = `${results.length || "No"} result${results.length === 1 ? "" : "s"}${more}`;
    list.replaceChildren(...results.slice(0, SHOWN).map(({ address, title, about }) => {
      const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span"), chapter = document.createElement("small");
      const folder = address.split("/")[0];
      link.href = new URL(address, root);
      link.append(...marked(title, terms));
      chapter.textContent = chapters[folder] ?? (address.includes("#") ? pages.find(([page]) => page === address.split("#")[0])[1] : "");
      note.append(...marked(about, terms));
      item.append(link, " ", chapter, note);
      return item;
    }));
  };

  input.addEventListener("input", show);
  list.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
  dialog.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a, button")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === input) links[0]?.click();
    else if (event.key === "ArrowDown") (links[at + 1] ?? links[at] ?? input).focus();
    else if (event.key === "ArrowUp") (links[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  show();
};
