// Tips for plain language below each textarea[data-plain]: long sentences, hard words of a list of our own, and sentences
// that don't say who acts. Nothing is sent: the list is fetched once, and the text stays in the page. The tips wait for a
// pause in typing, never take the focus, and a screen reader hears each of them once.
(() => {
  "use strict";
  const { list, long, plainer, passive, name } = document.currentScript.dataset;
  const PAUSE = 1200, LONG = 20, MOST = 5, BEGIN = 4;          // ms without a key; words; tips; words of a sentence
  const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’.,/@-]*/gu;
  const END = /[.!?…]+["'”’)\]]*(?=\s+[^\p{Ll}\s]|\s*$)|\n/gu; // no end: "3.000", "o.a. een bank"
  const ACTS = /(?<![\p{L}\p{N}-])(?:wordt|worden|werd|werden)(?![\p{L}\p{N}-])/iu;
  const shown = new WeakMap();
  let rules = null, fetched = null;

  // The list

  function read(text) {
    const words = new Map(), done = [];
    let part = "";
    for (const line of text.split("\n").map(line => line.trim()).filter(line => line && !line.startsWith("#"))) {
      const [left, right] = line.split("=").map(side => side.trim());
      if (line.startsWith("[")) part = line;
      else if (part === "[passive]") done.push(...forms(line));
      else for (const form of forms(left)) words.set(form, right);
    }
    return { words, hard: found([...words.keys()], "giu"), done: found(done, "iu") };
  }
  const forms = text => text.split(",").map(form => form.trim()).filter(Boolean);

  // Whole words only; the longest form first, so that "in verband met" is one
  function found(all, flags) {
    const longest = [...all].sort((a, b) => b.length - a.length);
    const escaped = longest.map(form => form.replace(/[.]/g, "\\.").replaceAll(" ", "\\s+"));
    return new RegExp(`(?<![\\p{L}\\p{N}@/.-])(?:${escaped.join("|") || "(?!)"})(?![\\p{L}\\p{N}@/-])`, flags);
  }

  // A page in English has no list: its tips are about long sentences alone
  function load() {
    fetched ??= (list ? fetch(list) : Promise.reject())
      .then(response => response.ok ? response.text() : "")
      .then(text => { rules = read(text); }, () => {});        // without the list: long sentences
    return fetched;
  }

  // The tips of a text: [{ key, words, about }], in its order. `key` is the same while its sentence grows.

  function sentences(text) {
    const all = [];
    let from = 0;
    for (const end of text.matchAll(END)) {
      all.push(text.slice(from, end.index + end[0].length));
      from = end.index + end[0].length;
    }
    return [...all, text.slice(from)].map(one => one.trim()).filter(Boolean);
  }

  function tips(text) {
    const all = sentences(text).flatMap(sentence => [...ofLength(sentence), ...ofWords(sentence), ...ofActing(sentence)]);
    return [...new Map(all.map(tip => [tip.key, tip])).values()];   // the same word twice is one tip
  }

  function ofLength(sentence) {
    const words = sentence.match(WORD) ?? [];
    if (words.length <= LONG) return [];
    const about = words.slice(0, BEGIN).join(" ");
    return [{ key: `long ${about}`, words: filled(long, { count: words.length }), about: `${about} …` }];
  }

  // A capital inside a sentence begins a name
  function ofWords(sentence) {
    const first = sentence.search(/[\p{L}\p{N}]/u);
    const isName = ({ 0: words, index }) => index !== first && words[0] !== words[0].toLowerCase();
    return [...sentence.matchAll(rules?.hard ?? /(?!)/gu)].filter(match => !isName(match)).map(([words]) => {
      const hard = words.toLowerCase().replace(/\s+/g, " ");
      return { key: `hard ${hard}`, words: filled(plainer, { plain: rules.words.get(hard), hard }) };
    });
  }

  function ofActing(sentence) {
    const acts = sentence.match(ACTS), done = rules && sentence.match(rules.done);
    if (!acts || !done) return [];
    const words = [acts, done].sort((a, b) => a.index - b.index);
    const space = sentence.slice(words[0].index + words[0][0].length, words[1].index).trim() ? " … " : " ";
    const what = words.map(([word]) => word.toLowerCase()).join(space);
    return [{ key: `who ${what}`, words: filled(passive, { what }) }];
  }

  // The words of a tip as nodes: *these* are emphasised, as in the words of the site
  function filled(words, values) {
    return words.split("*").map((part, at) => {
      const text = part.replace(/\{(\w+)\}/g, (_, key) => values[key]);
      return at % 2 ? Object.assign(document.createElement("em"), { textContent: text }) : text;
    });
  }

  // The page

  function place(area) {
    let at = shown.get(area);
    if (at?.box.isConnected) return at;
    const box = document.createElement("div"), items = document.createElement("ul");
    const said = Object.assign(document.createElement("p"), { className: "vh" });
    box.className = "plain-tips small quiet";
    items.setAttribute("aria-label", name);
    items.hidden = true;
    said.setAttribute("role", "status");
    box.append(items, said);
    area.after(box);
    at = { box, items, said, heard: new Set(), timer: 0 };
    shown.set(area, at);
    return at;
  }

  async function look(area, isTyped) {
    await load();
    if (!area.isConnected) return;
    const at = place(area), now = tips(area.value).slice(0, MOST);
    at.items.replaceChildren(...now.map(item));
    at.items.hidden = !now.length;
    const fresh = now.filter(({ key }) => !at.heard.has(key));
    for (const { key } of fresh) at.heard.add(key);
    if (isTyped && fresh.length) at.said.replaceChildren(...fresh.flatMap(tip => [...copies(tip.words), ". "]));
  }
  const copies = words => words.map(part => part.cloneNode?.(true) ?? part);

  function item({ words, about }) {
    const line = document.createElement("li");
    line.append(...words, about ? ": " : "");
    if (about) line.append(Object.assign(document.createElement("q"), { textContent: about }));
    return line;
  }

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches?.("textarea[data-plain]")) return;
    place(target);                                             // a live region must be there before its words
    load();
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("textarea[data-plain]")) return;
    place(target);
    lookSoon(target);
  });
  // Tips that come in the middle of a press would move the button away below the pointer
  document.addEventListener("focusout", ({ target }) => { if (shown.get(target)?.timer) lookSoon(target); });

  function lookSoon(area) {
    const at = shown.get(area);
    clearTimeout(at.timer);
    at.timer = setTimeout(() => { at.timer = 0; look(area, true); }, PAUSE);
  }
  // Text that stands there already: filled in for the reader, refused, or kept from before
  const begin = within => {
    for (const area of within.querySelectorAll?.("textarea[data-plain]") ?? []) if (area.value.trim()) look(area, false);
  };
  addEventListener("load", () => begin(document));
  document.addEventListener("live:placed", ({ detail }) => begin(detail));
})();
