// Cards are the same for every reader. What is this reader's own ("Je komt", "Jouw idee") is in one list that only they get;
// the page writes it into the empty [data-my-words] of each card, also of a card that an update brings.
(() => {
  "use strict";
  const address = document.currentScript.dataset.list;
  const SOON = 2000, AGAIN = 10_000;
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("stadslab-mine") : null;
  let words = {}, asked = 0, askedAt = -Infinity, timer = 0;

  function say(within) {
    for (const line of within.querySelectorAll("[data-my-words]")) {
      const mine = words[line.dataset.myWords] ?? "";
      if (line.textContent !== mine) line.textContent = mine;
      line.hidden = !mine;
      for (const button of line.closest("[data-revision]")?.querySelectorAll("[data-unless-mine]") ?? [])
        if (!button.contains(document.activeElement)) button.hidden = Boolean(mine);
    }
  }
  function take(list) {
    asked += 1;                                          // what is still under way is older
    words = list;
    say(document);
  }

  // The newest answer counts. Without one, what stands there stays.
  async function ask() {
    clearTimeout(timer);
    timer = 0;
    askedAt = performance.now();
    asked += 1;
    const number = asked;
    try {
      const response = await fetch(address, { cache: "no-store" });
      if (!response.ok) return;
      const list = await response.json();
      if (number !== asked) return;
      take(list);
      tabs?.postMessage(list);
    } catch {
      // no connection: asked again when somebody looks at the page
    }
  }
  // Many readers' cards change at the same moment: they ask at different ones, and not after each change.
  function askSoon() {
    timer ||= setTimeout(ask, Math.max(Math.random() * SOON, askedAt + AGAIN - performance.now()));
  }

  // A response to a form, or a page fetched again, has several parts: they ask once.
  function askNow() {
    clearTimeout(timer);
    timer = setTimeout(ask);
  }

  document.addEventListener("live:placed", ({ detail: part }) => {
    if (part === document.body) return;
    say(part);
    if ("mineNews" in part.dataset && document.querySelector("[data-my-words]")) return askSoon();
    const isMine = [...part.querySelectorAll("[data-my-words]")].some(line => line.dataset.myWords in words);
    if (part.dataset.revision === undefined) askNow();                // the answer to this reader's own form
    else if (isMine) askSoon();
  });
  // Another tab, another device or another person may have changed it: signed up, moved up, signed out.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && performance.now() - askedAt > SOON) begin();
  });
  addEventListener("pageshow", event => { if (event.persisted) begin(); });
  document.addEventListener("submit", ({ target }) => { if ("signOut" in target.dataset) tabs?.postMessage(null); });
  if (tabs) tabs.onmessage = ({ data }) => { if (data) take(data); else setTimeout(begin, SOON); };

  const begin = () => { if (document.querySelector("[data-my-words], [data-mine-here]")) ask(); };
  document.addEventListener("DOMContentLoaded", begin);
})();
