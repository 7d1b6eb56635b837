// The form of a new idea: one quiet line below the title says which ideas are like it, while somebody types. It never
// takes the focus. The links open in another tab, so that the text stays.
(() => {
  "use strict";
  const PAUSE = 700, LEAST = 4;                              // ms without a key; letters
  const answers = new Map();
  let timer = 0, asked = "", rests = 0;

  document.addEventListener("input", ({ target }) => {
    if (target.id !== "id_title" || !document.querySelector("[data-alike]")) return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE, target);
  });

  async function look(field) {
    const title = field.value.trim().replace(/\s+/g, " ").toLowerCase();
    asked = title;
    if (title.length < LEAST) return show([]);
    if (!answers.has(title)) {
      if (Date.now() < rests) return;
      const found = await ask(title);
      if (!found) return;
      answers.set(title, found);
    }
    if (asked === title) show(answers.get(title));           // not if somebody typed on meanwhile
  }

  async function ask(title) {
    const address = document.querySelector("[data-alike]")?.dataset.alike;
    const response = address && await fetch(`${address}?titel=${encodeURIComponent(title)}`).catch(() => null);
    if (response?.status === 429) rests = Date.now() + 1000 * (Number(response.headers.get("Retry-After")) || 60);
    return response?.ok ? (await response.json().catch(() => null))?.ideas : null;
  }

  function show(ideas) {
    const line = document.querySelector("[data-alike]");
    if (!line) return;
    const links = ideas.flatMap(({ title, address }, at) => [at ? ", " : " ", link(title, address, line.dataset.opens)]);
    const words = ideas.length ? [line.dataset.words, ...links] : [];
    if (line.dataset.shown === ideas.map(({ address }) => address).join()) return;   // said once
    line.dataset.shown = ideas.map(({ address }) => address).join();
    line.replaceChildren(...words);
  }

  function link(title, href, opens) {
    const anchor = Object.assign(document.createElement("a"), { href, target: "_blank", rel: "noopener" });
    const name = Object.assign(document.createElement("bdi"), { textContent: title });
    const hint = Object.assign(document.createElement("span"), { className: "vh", textContent: ` ${opens}` });
    anchor.append(name, hint);
    return anchor;
  }
})();
