// Replaces changed parts of the page without disturbing the reader's focus, position or typing.
// A part is one element with an id and data-revision. What it changes, and what it leaves alone: docs/live.md.
(() => {
  "use strict";
  window.stadslab ??= {};
  const root = window.stadslab;
  const held = new Map();          // id → the newest version, kept while its element is in use or updates are paused
  const news = new Map();          // list id → ids of new parts that the reader has not seen
  const FIELDS = "textarea, input, select, [contenteditable]";
  let paused = false;
  const byId = id => document.getElementById(id);
  const revision = part => Number(part.dataset.revision ?? 0);
  const isOwn = part => Boolean(part.dataset.author) && part.dataset.author === document.body.dataset.member;

  function roots(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return [...template.content.children].map(part => document.importNode(part, true));
  }

  // Apply the parts in `html`. mine: the response to a form of this page, so it is applied even while updates are paused.
  function apply(html, { mine = false } = {}) {
    if (!html) return;
    keepPlace(() => {
      for (const part of roots(html)) {
        try {
          receive(part, mine);
        } catch (error) {
          console.error("part", part.id, error);
        }
      }
    });
  }

  function receive(part, mine) {
    const old = byId(part.id);
    if (part.dataset.revision === undefined) {                 // a form or button of this reader, who may replace it
      if (mine && old) replaceOwn(old, part);
      return;
    }
    const known = Math.max(old ? revision(old) : -1, held.has(part.id) ? revision(held.get(part.id)) : -1);
    if (revision(part) <= known) return;
    if ((rests(part, old) && !mine) || (old && isInUse(old, part))) held.set(part.id, part);
    else if (old && goes(part) && typedIn(old).length) placeBefore(old, part);
    else place(part, old, mine);
  }

  // A part that must disappear is applied now, also while somebody types: only the typed text stays, to send or to copy.
  function placeBefore(old, part) {
    held.delete(part.id);
    old.removeAttribute("id");
    delete old.dataset.revision;
    old.dataset.keptText = "";
    old.before(part);
    keepTyped(old);
    forget(part.id);
    entitle(part);
    dress(part);
  }
  function giveBack(section, whole) {
    const active = document.activeElement;
    for (const left of section.querySelectorAll("[data-kept-text]")) {
      for (const form of left.querySelectorAll("form[id]")) whole.querySelector(`form#${CSS.escape(form.id)}`)?.replaceWith(form);
      if (!left.querySelector("form")) left.remove();
    }
    if (whole.contains(active)) active.focus({ preventScroll: true });   // a moved element loses the focus
  }
  function keepTyped(element) {
    const forms = typedIn(element).map(field => field.form ?? field);
    const strip = element => {
      for (const child of [...element.childNodes])
        if (!forms.some(form => child.contains(form))) child.remove();
        else if (!forms.includes(child)) strip(child);
    };
    strip(element);
    return forms.length > 0;
  }

  // While updates are paused a part waits, but hidden or withdrawn content disappears.
  const rests = (part, old) => paused && !("gone" in part.dataset) && !(old && goes(part));
  const goes = part => "gone" in part.dataset || "taken" in part.dataset;

  function place(part, old = byId(part.id), mine = false) {
    held.delete(part.id);
    if (old) replace(old, part);
    else if (!("gone" in part.dataset)) insert(part, mine);
  }

  function replace(old, part, isAgain = false) {
    const focused = hasFocus(old);
    keepNewer(old, part, isAgain);
    if (old.classList.contains("is-new")) part.classList.add("is-new");
    old.replaceWith(part);
    if (goes(part)) forget(part.id);
    if (focused) { part.tabIndex = -1; part.focus({ preventScroll: true }); }
    entitle(part);
    dress(part);
  }

  // An element inside with its own, newer revision stays; a list inside always stays. When the part is fetched again after a
  // reset, only elements that follow another topic stay: the rest may belong to a former history.
  function keepNewer(old, part, isAgain = false) {
    keepOwn(old, part);
    for (const inner of part.querySelectorAll("[data-from][id], [data-revision][id]")) {
      const follows = inner.closest("[data-follow]");
      if (isAgain && (follows === part || !part.contains(follows))) continue;
      const kept = old.querySelector(`#${CSS.escape(inner.id)}`);
      if (kept && ("from" in kept.dataset || revision(kept) > revision(inner))) inner.replaceWith(kept);
    }
  }

  // A part is the same for all: where it has a sign-in link, a signed-in reader keeps the own button.
  function keepOwn(old, part) {
    for (const own of old.querySelectorAll("form[data-live-form][id]")) {
      const link = part.querySelector(`a#${CSS.escape(own.id)}`);
      if (!link) continue;
      for (const inner of link.querySelectorAll("[data-revision][id]")) {
        const kept = own.querySelector(`#${CSS.escape(inner.id)}`);
        if (kept && revision(kept) < revision(inner)) kept.replaceWith(inner);
      }
      link.replaceWith(own);
    }
  }

  // The title of the tab and the history equals the page's, also when its words are hidden, restored or changed. What
  // the head says of them for search engines and shared links goes: those fetch the page themselves.
  function entitle(part) {
    const titled = part.matches("[data-title]") ? part : part.querySelector("[data-title]");
    if (!titled) return;
    document.title = titled.dataset.title;
    for (const tag of document.head.querySelectorAll("[property^='og:'], [name=description]")) tag.remove();
  }

  // The part may hold the button with the focus: the focus goes to its successor.
  function replaceOwn(old, part) {
    held.delete(part.id);
    const active = document.activeElement;
    const focused = old.contains(active) && active !== document.body;
    keepNewer(old, part);
    old.replaceWith(part);
    dress(part);
    if (focused) (byId(active.id) ?? part.querySelector("[autofocus], [aria-pressed], button, a[href], input:not([type=hidden])")
      ?? part).focus({ preventScroll: true });
  }

  function insert(part, mine) {
    const list = byId(part.dataset.in ?? "");
    if (!list) return;
    const key = part.dataset.key ?? "";
    const { from = "", to = "", last } = list.dataset;
    if (key < from) return;                                           // an earlier page: older, so not new
    if ("hold" in list.dataset || (to && key > to)) {
      if (last === undefined || key > last) note(list, part, mine);
      return;
    }
    if (isOwn(part)) endWait(part);
    const next = [...list.children].find(one => (one.dataset.key ?? "") > key);
    list.insertBefore(part, next ?? null);
    part.classList.add("is-new");
    dress(part);
    note(list, part, mine);
  }

  // The reader's own words, which nobody else could read until now: they stand in the list, so not below it any more.
  function endWait(part) {
    const words = element => element.querySelector(".prose")?.textContent.trim();
    [...document.querySelectorAll("[data-waits]")].find(one => words(one) === words(part))?.remove();
  }

  // What the page adds to a neutral part: the reader's own buttons, and times in words.
  function dress(element) {
    for (const own of element.querySelectorAll("[data-own]")) {
      const author = own.closest("[data-author]") ?? element;
      if (isOwn(author)) own.hidden = false;
    }
    for (const words of element.querySelectorAll("[data-with-live]")) words.hidden = false;
    root.words?.(element);
    document.dispatchEvent(new CustomEvent("live:placed", { detail: element }));
  }

  // In use: it has the focus, a selection or unsent text. That doesn't keep a part that must disappear.
  function isInUse(element, by) {
    if (by && goes(by)) return false;
    if (hasFocus(element)) return true;
    const selection = getSelection();
    if (selection?.rangeCount && !selection.isCollapsed && selection.getRangeAt(0).intersectsNode(element)) return true;
    return typedIn(element).length > 0;
  }
  // For style sheets: an element that they hide stays visible while it has unsent text.
  function markTyped() {
    for (const field of document.querySelectorAll(FIELDS)) field.toggleAttribute("data-typed", isUnsaved(field));
  }
  for (const when of ["input", "focusout", "live:sent"]) document.addEventListener(when, markTyped);
  const typedIn = element => [...element.querySelectorAll(FIELDS)].filter(isUnsaved);
  const hasFocus = element => document.activeElement !== document.body && element.contains(document.activeElement);

  function isUnsaved(field) {
    if (field.isContentEditable) return true;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.type === "file") return field.files.length > 0;
    if (field.options) return [...field.options].some(option => option.selected !== option.defaultSelected)
      && field.selectedIndex > 0;
    return field.type !== "hidden" && field.value !== field.defaultValue;
  }

  // Apply the waiting parts when their elements are no longer in use.
  let settling;
  function settleSoon() {
    if (!held.size) return;
    clearTimeout(settling);
    settling = setTimeout(settle, 150);
  }
  function settle() {
    const free = [...held.values()].filter(part => {
      const old = byId(part.id);
      return !(old && isInUse(old, part)) && !rests(part, old);
    });
    if (free.length) keepPlace(() => free.sort((a, b) => revision(a) - revision(b)).forEach(part => { place(part); }));
  }
  for (const event of ["focusout", "selectionchange", "reset", "submit"]) document.addEventListener(event, settleSoon);

  const keepPlace = change => root.keepPlace(() => {
    markTyped();
    change();
  });

  // New parts: counted beside their list, announced at most once in 5 s (screen readers read it), cleared when seen.
  const noticeOf = (list, page = document) => {
    for (let one = list; one; one = one.parentElement?.closest("[data-from][id]")) {
      const notice = page.querySelector(`[data-notice-for="${CSS.escape(one.id)}"]`);
      if (notice) return notice;
    }
  };
  function note(list, part, mine) {
    const notice = noticeOf(list);
    if (!notice || mine || isOwn(part)) return;
    const ids = news.get(notice) ?? new Set();
    news.set(notice, ids.add(part.id));
    if (part.isConnected) looks.observe(part);
    word(notice);
  }
  function forget(id) {
    for (const [notice, ids] of news) if (ids.delete(id)) word(notice);
  }
  function word(notice) {
    const wait = 5000 - (performance.now() - (notice.wordedAt ?? -5000));
    if (wait > 0 && news.get(notice).size) {
      notice.timer ??= setTimeout(() => { notice.timer = null; word(notice); }, wait);
      return;
    }
    keepPlace(() => {
      const count = news.get(notice).size;
      if (count) {
        notice.wordedAt = performance.now();
        const words = count === 1 ? notice.dataset.one : notice.dataset.many.replace("{n}", count);
        (notice.querySelector(".nl-button__label") ?? notice.querySelector("button, a")).textContent = words;
      }
      notice.hidden = !count;
    });
  }
  const looks = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      clearTimeout(target.lookTimer);
      if (isIntersecting) target.lookTimer = setTimeout(() => { looks.unobserve(target); forget(target.id); }, 5000);
    }
  }, { threshold: 0.6 });

  document.addEventListener("click", event => {
    const notice = event.target.closest?.("[data-notice-for]");
    if (notice && event.target.closest("button")) show(notice);
    const toggle = event.target.closest?.("[data-live-pause]");
    if (toggle) pause(toggle);
  });

  function show(notice) {
    const ids = [...news.get(notice) ?? []];
    const first = ids.map(byId).filter(Boolean).sort((a, b) => a.compareDocumentPosition(b) & 4 ? -1 : 1)[0];
    if (!first) return location.assign(notice.dataset.href ?? location.href);   // on another page of the list
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    first.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    news.get(notice).clear();
    word(notice);
  }

  function pause(toggle) {
    paused = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(paused));
    if (!paused) settle();
  }

  // A section fetched again after a reset: it replaces the old one, whatever its revision, except where somebody works.
  function renew(section, fresh) {
    keepPlace(() => {
      if (fresh.dataset.revision !== undefined) return force(fresh);
      for (const gone of section.querySelectorAll("[data-gone][id]")) {      // a hidden part is complete again
        const back = fresh.querySelector(`#${CSS.escape(gone.id)}:not([data-revision])`);
        if (back) { gone.replaceWith(back); giveBack(section, back); entitle(back); dress(back); }
      }
      for (const list of outermost(fresh, "[data-from][id]")) {
        const old = byId(list.id);
        if (!old || !section.contains(old)) continue;
        const notice = noticeOf(old), href = noticeOf(list, fresh)?.dataset.href;
        if (notice && href) notice.dataset.href = href;
        if (isInUse(old)) renewInUse(old, list);
        else { old.replaceWith(list); dress(list); }
      }
      for (const list of fresh.querySelectorAll("[data-hold][id]")) {        // the new parts that it would have counted
        for (const part of list.querySelectorAll(`[data-in="${CSS.escape(list.id)}"]`)) if (!byId(part.id)) insert(part, false);
        const old = byId(list.id);
        if (!old) continue;
        if ("last" in list.dataset) old.dataset.last = list.dataset.last;
        const goers = "members" in list.dataset ? "[data-in]" : "[data-in]:not([data-follow])";   // nothing else removes it
        for (const part of [...old.querySelectorAll(goers)])
          if (!list.querySelector(`#${CSS.escape(part.id)}`) && !isInUse(part)) { forget(part.id); part.remove(); }
      }
      for (const own of fresh.querySelectorAll("[data-again][id]")) {        // what this reader may do now
        const old = byId(own.id);
        if (old && isInUse(old, own)) held.set(own.id, own.cloneNode(true));
        else if (old) replaceOwn(old, own.cloneNode(true));
      }
      for (const part of fresh.querySelectorAll("[data-revision][id]"))     // handled by its own topic
        if (part.closest("[data-follow]") === fresh && !part.parentElement.closest("[data-from], [data-revision]")) force(part);
      section.dataset.after = fresh.dataset.after;
    });
  }
  // The section is the page itself, and not a piece of another one
  const isWhole = ({ dataset }) => dataset.view === "page" || "whole" in dataset;
  // Deleted, or no longer on this page: nothing else would update it. On its own page the typed text
  // stays; returns whether it did.
  function take(sections) {
    let isTyped = false;
    keepPlace(() => {
      for (const section of sections) {
        if (isWhole(section)) { isTyped = keepTyped(section); continue; }
        forget(section.id);
        section.remove();
      }
    });
    return isTyped;
  }
  function renewInUse(old, list) {
    const stays = new Set([...list.children].map(({ id }) => id));
    for (const part of [...old.children]) if (!stays.has(part.id) && !isInUse(part)) part.remove();
    for (const name of ["from", "to", "last"]) if (name in list.dataset) old.dataset[name] = list.dataset[name];
    for (const part of [...list.children]) force(part, old);
  }
  function force(part, list) {
    const old = byId(part.id);
    held.delete(part.id);
    if (old && goes(part) && typedIn(old).length) placeBefore(old, part);
    else if (old && isInUse(old, part)) held.set(part.id, part);
    else if (old) replace(old, part, true);
    else if (list) insert(part, true);
  }
  const outermost = (element, selector) => {
    const all = [...element.querySelectorAll(selector)];
    return all.filter(one => !all.includes(one.parentElement.closest(selector)));
  };

  root.parts = { apply, renew, replaceOwn, take, isWhole, dress, isTyped: (element = document.body) => typedIn(element).length > 0 };
  document.addEventListener("DOMContentLoaded", () => dress(document.body));
})();
