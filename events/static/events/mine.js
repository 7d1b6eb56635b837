// The reader's own state at a gathering ("Je komt", "plek 3 van de wachtlijst") and an organiser's buttons are private,
// so they are in no fragment. When a change of the seats may have changed them, this page fetches them again, with an
// ordinary GET.
(() => {
  "use strict";
  const AN_EACH = 20, MOST = 3000;       // ms: the readers of a large gathering must not all request this at once
  const FAR = 86_400_000, MOST_WAIT = 60_000;
  const last = new Map();                // gathering → the last text of its seats
  const waits = new Set();
  let timer;

  const mineOf = seats => document.querySelector(`[data-mine="${CSS.escape(seats.id.slice("seats-".length))}"]`);

  function look(seats) {
    const mine = mineOf(seats);
    if (!mine) return;
    const { state, capacity, waiting = "0" } = seats.dataset;
    const before = last.get(seats.id);
    last.set(seats.id, { state, capacity });
    closeAt(seats);
    if (!before) return;                                                 // the page has just been rendered
    const stands = mine.dataset.stands;
    if (before.state !== state) return ask(mine, MOST);
    if (stands === "waiting") return ask(mine, Math.min(Number(waiting) * AN_EACH, MOST));
    if (stands === "going" && before.capacity !== capacity) ask(mine, MOST);
  }

  function ask(mine, spread, isNews = false) {
    const name = isNews ? `news-${mine.id}` : mine.id;
    if (waits.has(name)) return;
    waits.add(name);
    setTimeout(() => { waits.delete(name); renew(mine.id, isNews); }, Math.random() * spread);
  }

  // News of this reader may be about this gathering: another device, an organiser. Else nothing here changes.
  async function renew(id, isNews = false, wait = 2000) {
    const mine = document.getElementById(id);
    if (!mine) return;
    if (mine.querySelector("form[data-sending]")) return;                // the response to its own form comes
    let response, html = "";
    try {
      response = await fetch(mine.dataset.kom, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (response.ok) html = await response.text();
    } catch {
      response = null;
    }
    if (html) put(id, html, isNews);
    else if (!response || response.status >= 500) setTimeout(renew, wait, id, isNews, Math.min(2 * wait, MOST_WAIT));
  }

  // If somebody types or chooses here, the form and its text stay; only the words above it change.
  function put(id, html, isNews) {
    const mine = document.getElementById(id);
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.getElementById(id);
    if (!mine || !fresh) return;
    const isSame = ["stands", "seats"].every(key => mine.dataset[key] === fresh.dataset[key]);
    if (isNews && isSame) return;                                        // what the last press answered stays
    fresh.remove();
    window.stadslab.parts.apply(template.innerHTML, { mine: true });      // the buttons of an organiser
    const words = fresh.querySelector("[id^=stands-]");
    const said = mine.querySelector("[id^=stands-]")?.textContent;
    const isUsed = mine.querySelector("textarea:focus, select:focus, input:focus") || window.stadslab.parts.isTyped(mine);
    if (isUsed && words) mine.querySelector("[id^=stands-]")?.replaceWith(document.importNode(words, true));
    else if (!isUsed) window.stadslab.parts.apply(fresh.outerHTML, { mine: true });
    else return mine.addEventListener("focusout", () => setTimeout(renew, 300, id), { once: true });
    if (words && words.textContent !== said) say(words.querySelector("p")?.textContent ?? "");
  }

  function say(words) {
    const place = document.querySelector("[data-mine-say]");
    if (place) place.textContent = words.trim();
  }

  // At the end of sign-up, and then at the end of the gathering.
  function closeAt(seats) {
    clearTimeout(timer);
    const { until, ends } = seats.dataset, mine = mineOf(seats);
    const left = Math.min(...[until, ends].map(at => new Date(at) - Date.now()).filter(wait => wait > 0));
    if (left < FAR) timer = setTimeout(() => { ask(mine, MOST); closeAt(seats); }, left + 500);
  }

  document.addEventListener("live:placed", ({ detail }) => {
    for (const seats of detail.matches?.("[id^=seats-]") ? [detail] : detail.querySelectorAll?.("[id^=seats-]") ?? [])
      look(seats);
    if ("mineNews" in (detail.dataset ?? {}))
      for (const mine of document.querySelectorAll("[data-mine]")) ask(mine, MOST, true);
  });
})();
