// Keeps what the reader sees in its place on the screen while parts of the page change.
(() => {
  "use strict";
  window.stadslab ??= {};
  const byId = id => document.getElementById(id);

  // Whatever `change` does above, the visible content stays in place. A correction that isn't possible now
  // is applied next time, unless the reader scrolls: less than a pixel, or all visible parts are hidden, and come back.
  let owed = null;                                                    // { to: an element, by } or { to: its id, top }, at: scrollY
  function keepPlace(change) {
    const anchors = findAnchors().map(element => ({ element, before: topOf(element) }));
    whoScrolled();
    const debt = owed && Math.abs(owed.at - scrollY) < 1 ? owed : {};
    const { style } = document.documentElement;
    style.overflowAnchor = "none";                                    // otherwise the browser corrects it too
    change();
    owed = { ...pay(anchors, debt), at: scrollY };
    requestAnimationFrame(() => requestAnimationFrame(() => { style.overflowAnchor = ""; }));
  }
  function pay(anchors, debt) {
    const standing = element => [element, byId(element.id)].find(one => one?.isConnected && isShown(one));
    const back = "top" in debt && byId(debt.to);
    const anchor = anchors.find(({ element }) => standing(element));
    const now = back || (anchor && standing(anchor.element));
    if (!now) return anchors[0]?.element.id ? { to: anchors[0].element.id, top: anchors[0].before } : {};
    const moved = back ? topOf(back) - debt.top : topOf(now) - anchor.before + (debt.to === now ? debt.by : 0);
    const from = scrollY;
    if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
    return "top" in debt && !back ? debt : { to: now, by: moved - (scrollY - from) };
  }
  // A page that grew shorter, as when a bar at its end disappears, moved the reader; other scrolls are the reader's own.
  function whoScrolled() {
    if (!owed) return;
    const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
    if (!isAtEnd && Math.abs(owed.at - scrollY) >= 1) owed = null;
    if (!isAtEnd || scrollY >= owed.at) return;
    if ("by" in owed) owed.by += owed.at - scrollY;
    owed.at = scrollY;
  }
  addEventListener("scroll", whoScrolled, { passive: true });
  const topOf = element => element.getBoundingClientRect().top;
  const isShown = element => element.getClientRects().length > 0;

  // The element in use; otherwise the parts on the screen, from the first that begins there.
  function findAnchors() {
    const onScreen = element => topOf(element) < innerHeight && element.getBoundingClientRect().bottom > 0 && isShown(element);
    const active = document.activeElement;
    if (active && active !== document.body && onScreen(active)) return [active];
    const parts = [...document.querySelectorAll("[data-revision]")].filter(part => onScreen(part) && !isStuck(part));
    const begun = parts.findIndex(part => topOf(part) >= 0);
    if (parts.length) return begun > 0 ? [...parts.slice(begun), ...parts.slice(0, begun)] : parts;
    return [document.elementFromPoint(innerWidth / 2, innerHeight / 3)].filter(Boolean);
  }

  // A fixed element says nothing about the position of the page.
  function isStuck(element) {
    for (let one = element; one; one = one.parentElement) if (/sticky|fixed/.test(getComputedStyle(one).position)) return true;
    return false;
  }

  window.stadslab.keepPlace = keepPlace;
})();
