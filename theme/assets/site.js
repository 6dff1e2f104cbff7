// What the pages do beyond HTML and CSS; all of it can be missing. The search itself is search.js, loaded at its first use.
// The pages' Content-Security-Policy allows no inline script, no inline style and no eval.
"use strict";
{
  const root = document.documentElement;
  const here = document.currentScript.src;
  const query = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  root.classList.add("wb-scripts"); // shows what needs scripts; the theme's class "no-js" stays, it lays out the page without its script

  const kept = {
    get(key) { try { return localStorage.getItem(`wouldblock.${key}`); } catch { return null; } }, // storage may be forbidden
    set(key, value) { try { localStorage.setItem(`wouldblock.${key}`, value); } catch { /* then it lasts for this page */ } },
  };

  window.kept = kept; // for predict.js

  // The color scheme: the reader's choice, else the system's. Set as soon as there is a body, so that no other one is painted.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let scheme = kept.get("scheme");
  const paint = () => { document.body.dataset.mdColorScheme = scheme || (dark.matches ? "slate" : "default"); };
  new MutationObserver((_, observer) => {
    if (document.body) { observer.disconnect(); paint(); }
  }).observe(root, { childList: true });

  const offerSchemes = () => {
    dark.addEventListener("change", paint);
    query(".wb-scheme").addEventListener("click", () => {
      scheme = document.body.dataset.mdColorScheme === "slate" ? "default" : "slate";
      kept.set("scheme", scheme);
      paint();
    });
  };

  // Copying. A program is copied as its file is, byte for byte; a command without its line end, so that it waits for Enter.
  const offerCopies = () => {
    for (const pre of all(".highlight pre")) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "wb-copy", textContent: "Copy", ariaLive: "polite" });
      button.addEventListener("click", async () => {
        const text = pre.querySelector("code").textContent;
        const copied = await copy(pre.closest("[data-program]") ? text : text.replace(/\n$/, ""));
        button.textContent = copied ? "Copied" : "Not allowed";
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
      pre.before(button); // above the code, and not on it
    }
  };

  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* an address without https has no clipboard */ }
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  };

  // What scrolls sideways can be scrolled with the keyboard.
  const focusScrollers = () => {
    for (const box of all(".md-typeset pre > code, .md-typeset table, .tabbed-labels, .wb-chart")) {
      const scrolls = box.scrollWidth > box.clientWidth && !box.closest("[aria-hidden]");
      if (scrolls) box.tabIndex = 0; else box.removeAttribute("tabindex");
    }
  };

  // A page whose end was reached is marked as read wherever it is listed, in this browser only.
  const markRead = () => {
    const read = new Set((kept.get("read") ?? "").split("\n"));
    const links = () => all(".md-sidebar--primary a, article li a").map((link) => [link, link.origin === location.origin && link.hash === "" ? link.pathname : ""]);
    const tick = () => { for (const [link, path] of links()) link.classList.toggle("wb-read", read.has(path) && path !== ""); };
    const end = query(".md-footer");
    if (end && query(".wb-place")) {
      new IntersectionObserver(([entry], observer) => {
        if (!entry.isIntersecting || scrollY === 0 || query(".wb-hidden")) return;
        observer.disconnect();
        kept.set("read", [...read.add(location.pathname)].join("\n"));
        tick();
      }).observe(end);
    }
    tick();
  };

  // The rows of the ledger can be chosen by their verdict; without this the overview above them leads to each.
  const offerVerdicts = () => {
    const overview = query("table:has(.wb-v)");
    if (!overview) return;
    const rows = all("article h3[id^=claim-]").map((heading) => {
      const parts = [heading];
      for (let next = heading.nextElementSibling; next && !/^H[23]$/.test(next.tagName); next = next.nextElementSibling) parts.push(next);
      return { parts, verdict: parts.map((part) => part.querySelector(".wb-v")?.textContent).find(Boolean) };
    });
    const filter = Object.assign(document.createElement("div"), { className: "wb-filter" });
    filter.setAttribute("role", "group");
    filter.setAttribute("aria-label", "Show the rows with one verdict");
    const choose = (verdict) => {
      for (const row of rows) for (const part of row.parts) part.hidden = verdict !== "all" && row.verdict !== verdict;
      for (const button of filter.children) button.setAttribute("aria-pressed", button.textContent === verdict);
    };
    for (const verdict of ["all", ...new Set(rows.map((row) => row.verdict))]) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: verdict });
      button.addEventListener("click", () => choose(verdict));
      filter.append(button);
    }
    (overview.closest(".md-typeset__scrollwrap") ?? overview).after(filter);
    choose("all");
    addEventListener("hashchange", () => choose("all"));
  };

  // The list of contents marks the section that is being read, and the way back to the top appears when the reader turns back.
  const followReading = () => {
    const links = all(".md-nav--secondary a[href^='#']");
    const toTop = query(".md-top");
    let last = scrollY, planned = false;
    const follow = () => {
      const read = links.filter((link) => {
        const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        return place?.getClientRects().length && place.getBoundingClientRect().top < 120; // not where a question veils it
      }).pop();
      for (const link of links) {
        const current = link.hash === read?.hash;
        link.classList.toggle("md-nav__link--active", current);
        if (current) link.ariaCurrent = "location"; else link.removeAttribute("aria-current");
      }
      toTop.hidden = scrollY < 400 || scrollY > last;
      last = scrollY;
      planned = false;
    };
    addEventListener("scroll", () => { if (!planned) planned = requestAnimationFrame(follow); }, { passive: true });
    toTop.addEventListener("click", () => { scrollTo({ top: 0 }); query(".md-logo").focus({ preventScroll: true }); });
    follow();
    const list = query(".md-sidebar--primary .md-sidebar__scrollwrap");
    const page = query(".md-sidebar--primary .md-nav__item--active > a.md-nav__link--active");
    const below = list && page ? page.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom : 0;
    if (below > 0) list.scrollTop = below + list.clientHeight / 2;
  };

  // The menu of a narrow screen: the theme's is a check box that is not displayed, and a label; for the keyboard it is a button.
  const offerMenu = () => {
    const drawer = document.getElementById("__drawer");
    const label = query(".md-header label[for=__drawer]");
    const button = document.createElement("button");
    const tell = () => { button.ariaExpanded = drawer.checked; };
    Object.assign(button, { type: "button", className: `${label.className} wb-menu`, ariaLabel: "Menu" });
    button.append(...label.childNodes);
    button.addEventListener("click", () => drawer.click());
    drawer.addEventListener("change", tell);
    addEventListener("keydown", (event) => { if (event.key === "Escape" && drawer.checked) { drawer.click(); button.focus(); } });
    label.replaceWith(button);
    tell();
  };

  const offerSearch = () => {
    const dialog = query(".wb-search");
    const load = (file) => new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: new URL(file, here), async: false, onload: done, onerror: failed }); // not async: run in this order
      document.head.append(script);
    });
    let loading;
    const open = () => {
      if (dialog.open) return;
      dialog.showModal();
      if (!loading) loading = Promise.all(["search-index.js", "search.js"].map(load)).then(
        () => window.search(dialog, new URL("..", here)),
        () => { dialog.querySelector("[role=status]").textContent = "The search could not be loaded."; },
      );
    };
    for (const button of all(".wb-search-open")) button.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      const writes = event.target.closest?.("input[type=text], textarea");
      const slash = event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (slash || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey)) { event.preventDefault(); open(); }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const begin of [offerSchemes, offerCopies, markRead, offerVerdicts, followReading, offerMenu, offerSearch, focusScrollers]) begin();
    addEventListener("resize", focusScrollers);
    addEventListener("change", focusScrollers); // of a tab
  });
}
