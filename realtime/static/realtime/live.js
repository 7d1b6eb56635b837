// The page's only socket: it follows the topics in data-follow, keeps a cursor for each, and reconnects. The protocol
// is in docs/live.md; the words that people see are in the HTML.
(() => {
  "use strict";
  window.stadslab ??= {};
  const root = window.stadslab;
  const topics = new Map();          // name → { view, cursor, answered, isOld: must be fetched again }
  const HIDDEN_FOR = 10 * 60_000, MOST_TOPICS = 60;
  const LATE_AFTER = 25_000, SILENT_FOR = 50_000;           // a beat comes every 20 s, a response over HTTP within 25 s
  const TRY_SOCKETS_AGAIN = 5 * 60_000;
  const LONGEST_WAIT = 10 * 60_000;
  let refused = 0, refusedAt = 0, isRefused = false, polling = false, held, pollAfter = 0;
  let socket, opened = false, room = 0, failures = 0, retry, heardAt = 0, lostAt = 0, wasLost = false, hiddenTimer;

  const split = cursor => { const at = cursor.lastIndexOf("."); return [cursor.slice(0, at), Number(cursor.slice(at + 1))]; };
  const number = cursor => split(cursor)[1];
  const followed = name => `[data-follow="${CSS.escape(name)}"]`;
  const sections = name => document.querySelectorAll(name ? followed(name) : "[data-follow]");

  // Follow the topics of new elements, or follow again from an older cursor: an inserted element may be older than the
  // updates that the page has received.
  function collect() {
    const found = [];
    for (const { dataset } of sections()) {
      if (!dataset.after) continue;
      const known = topics.get(dataset.follow);
      if (!known && topics.size < MOST_TOPICS) {
        topics.set(dataset.follow, { view: dataset.view, cursor: dataset.after, answered: false });
        found.push(dataset.follow);
      } else if (known && number(dataset.after) < number(known.cursor)) {
        known.cursor = dataset.after;
        if (known.answered) found.push(dataset.follow);
        known.answered = false;
      }
    }
    return found;
  }

  function connect() {
    clearTimeout(retry);
    if (!topics.size || polling || socket?.readyState <= WebSocket.OPEN) return;
    if (refused >= 2 && Date.now() - refusedAt < TRY_SOCKETS_AGAIN) { poll(); return; }
    const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live/`);
    socket = mine;
    opened = false;
    heardAt = Date.now();
    mine.onopen = () => { opened = true; refused = 0; isRefused = false; heardAt = Date.now(); follow([...topics.keys()]); };
    mine.onmessage = event => { heardAt = Date.now(); if (mine === socket) hear(JSON.parse(event.data)); };
    mine.onclose = event => { if (mine === socket) lost(event.code); };
  }

  // After two refused sockets the page gets the same messages over HTTP, and tries a socket again later. A server that
  // was down refused nothing: once it responds over HTTP, a socket is tried first.
  async function poll() {
    if (document.hidden) return;
    if (performance.now() < pollAfter) { retry = setTimeout(connect, pollAfter - performance.now()); return; }
    const asked = new URLSearchParams({ lang: document.documentElement.lang });
    if (lostAt) asked.set("now", "1");
    for (const [name, topic] of topics) if (!topic.isOld) asked.append("follow", `${name}:${topic.view}:${topic.cursor}`);
    if (!asked.has("follow")) { retry = setTimeout(connect, 300); return; }     // everything is being fetched again
    polling = true;
    heardAt = Date.now();
    held = new AbortController();
    const { signal } = held;
    let wait = 300;
    try {
      const response = await fetch(`/live/?${asked}`, { credentials: "same-origin", cache: "no-store", signal });
      if (!response.ok) throw refusal(response);
      if (!isRefused) { isRefused = true; refused = 1; }
      for (const message of (await response.json()).messages) hear(message);
      wait = askedToWait(response) || wait;  // above the limit: the server responded without waiting
    } catch (error) {
      if (!signal.aborted) {
        if (!document.hidden) { lostAt ||= Date.now(); setTimeout(showOffline, 3000); }
        wait = Math.max(1000, error.wait ?? 0) + Math.random() * Math.min(30_000, 2000 * 2 ** Math.min(failures++, 4));
        if (error.wait) pollAfter = performance.now() + wait;   // also if something else asks for an earlier request
        else { isRefused = false; refused = 0; }
      }
    }
    polling = false;
    retry = setTimeout(connect, wait);
  }

  // A response may say how long to wait, in seconds or as a date: wait at least that long, but not for ever.
  const refusal = response => Object.assign(new Error(response.status), { wait: askedToWait(response) });
  function askedToWait({ headers }) {
    const words = headers.get("Retry-After") ?? "";
    const wait = /^\d+$/.test(words) ? 1000 * words : Date.parse(words) - Date.now();
    return Math.min(LONGEST_WAIT, Math.max(0, wait || 0));
  }

  // A message to the server is at most 4 KiB: many topics are sent in several. Over HTTP the next request asks for
  // them, at once.
  function follow(names) {
    if (polling && names.length) held.abort();
    for (let at = 0; at < names.length; at += 20) {
      const wanted = {};
      for (const name of names.slice(at, at + 20)) {
        const topic = topics.get(name);
        topic.answered = false;
        wanted[name] = { view: topic.view, after: topic.cursor };
      }
      say({ type: "follow", lang: document.documentElement.lang, topics: wanted });
    }
  }

  function say(message) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  const kinds = {
    update(name, topic, { after, upto, html }) {
      if (split(after)[0] !== split(topic.cursor)[0] || number(after) > number(topic.cursor)) return followAgain(name, topic);
      topic.wasCurrent = topic.answered;
      topic.answered = topic.wasThere = true;
      if (number(upto) > number(topic.cursor)) {
        root.parts.apply(html);
        if (document.querySelector("[data-kept-text]")) show("live-gone", true);
        topic.cursor = upto;
        for (const { dataset } of sections(name)) if (dataset.after) dataset.after = upto;
      }
      seenSoon(name, html);
      checkBack();
    },
    reset(_name, topic) {
      topic.isOld = true;
      fetchSoon();
    },
    gone(name, topic) {
      const about = [...sections(name)];
      topics.delete(name);
      for (const { dataset } of about) delete dataset.after;
      if (topic.wasThere) leaveWhatIsGone(about);
      checkBack();
    },
  };

  function hear(message) {
    if (message.type === "beat") return checkBeat(message.topics);
    const topic = topics.get(message.topic);
    if (topic) kinds[message.type]?.(message.topic, topic, message);
  }

  // The thing was withdrawn completely. Its page becomes the page that anybody gets now; a random delay spreads the
  // requests.
  function leaveWhatIsGone(about) {
    const isTyped = root.parts.take(about);
    if (isTyped) show("live-gone", true);
    else if (about.some(root.parts.isWhole)) setTimeout(() => location.reload(), Math.random() * 2000);
  }

  function followAgain(name, topic) {
    if (Date.now() - (topic.askedAt ?? 0) < 1000) return;
    topic.askedAt = Date.now();
    follow([name]);
  }

  // Send `seen` some 4 s after the first unacknowledged update, sooner when much came (each costs the server as much as
  // an update), at most once a second; directly in the message handler where timers are slow (a hidden tab). The server
  // waits 10 s.
  const unseen = new Set();
  let seenAt = 0, seenTimer, unseenCount = 0, unseenLength = 0, patience = 0;
  function seenSoon(name, html) {
    if (!unseen.size) patience = Date.now() + 3000 + Math.random() * 1500;
    unseen.add(name);
    unseenCount += 1;
    unseenLength += html.length;
    const isMuch = unseenCount >= 24 || unseenLength >= 24_000;
    const wait = Math.max(isMuch ? 0 : patience - Date.now(), seenAt + 1000 - Date.now());
    clearTimeout(seenTimer);
    if (wait <= 0) seen();
    else seenTimer = setTimeout(seen, wait);
  }
  function seen() {
    clearTimeout(seenTimer);
    seenAt = Date.now();
    unseenCount = unseenLength = 0;
    const cursors = Object.fromEntries([...unseen].filter(name => topics.has(name)).map(name => [name, topics.get(name).cursor]));
    unseen.clear();
    say({ type: "seen", topics: cursors });
  }

  function checkBeat(heads) {
    const isBehind = name => topics.has(name) && number(topics.get(name).cursor) < number(heads[name]);
    if (!Object.keys(heads).some(isBehind)) return;
    setTimeout(() => { if (Object.keys(heads).some(isBehind)) again(); }, 5000);
  }

  // Losing the connection, and connecting again

  function lost(code) {
    socket = null;
    const isOneTooMany = code === 4029;                       // more sockets than a person may have: like a refusal
    isRefused ||= isOneTooMany;
    if (isOneTooMany || (!opened && navigator.onLine)) { refused += isOneTooMany ? 2 : 1; refusedAt = Date.now(); }
    if (document.hidden) return;                              // connects again when somebody looks at the page
    lostAt ||= Date.now();
    setTimeout(showOffline, 3000);
    const least = code >= 1003 && code <= 1009 && code !== 1006 ? 30_000 : 0;
    const most = isOneTooMany ? 0 : Math.min(30_000, 2000 * 2 ** Math.min(failures++, 4));
    retry = setTimeout(connect, least + Math.random() * most);
  }

  function again() {
    if (polling) {
      lostAt ||= Date.now();
      setTimeout(showOffline, 3000);
      return held.abort();                                    // and the page asks again
    }
    const old = socket;
    socket = null;
    old?.close();
    lost(1000);
  }

  function showOffline() {
    if (lostAt && Date.now() - lostAt >= 2900) {
      wasLost = true;
      show("live-offline", true);
      show("live-back", false);
    }
  }

  // The page says that it is back when everything missed has arrived, not when the connection is open.
  function checkBack() {
    if (![...topics.values()].every(topic => topic.answered)) return;
    lostAt = 0;
    failures = 0;
    if (!wasLost) return;
    wasLost = false;
    show("live-offline", false);
    show("live-back", true);
    setTimeout(() => show("live-back", false), 6000);
    document.dispatchEvent(new CustomEvent("live:back"));
  }

  // The bars at the edge of the window move nothing: they are fixed, and the space that the page reserves for them at
  // its end only grows. They are at the bottom, unless they would cover the focused element there.
  function show(which, on) {
    const bars = document.querySelector("[data-bars]"), wasShown = bars?.offsetHeight;
    for (const bar of document.querySelectorAll(`[data-${which}]`)) bar.hidden = !on;
    if (!bars?.offsetHeight) return;
    if (!wasShown) bars.classList.remove("status-bars--above");
    room = Math.max(room, bars.offsetHeight);
    document.body.style.setProperty("--sl-bars", `${room}px`);
    stepAside();
  }
  function stepAside() {
    const bars = document.querySelector("[data-bars]"), used = document.activeElement, height = bars?.offsetHeight;
    if (!height || !used || used === document.body) return;
    const { top, bottom } = used.getBoundingClientRect();
    const covered = edge => Math.max(0, Math.min(bottom, edge + height) - Math.max(top, edge));
    const above = covered(0), below = covered(innerHeight - height);
    if (above !== below) bars.classList.toggle("status-bars--above", above < below);
  }
  document.addEventListener("focusin", () => requestAnimationFrame(stepAside));  // after it has been scrolled into view

  // Reset: fetch the page again, once for all its topics, after a random delay. Always fetch the page that the reader
  // is on, whatever the server says: only its own URL has the filters and the page number.
  let fetchTimer, fetchFailures = 0;
  function fetchSoon(least = 0) {
    fetchTimer ??= setTimeout(fetchAgain, least + Math.random() * Math.min(30_000, 2000 * 2 ** fetchFailures));
  }
  async function fetchAgain() {
    fetchTimer = null;
    const names = [...topics.keys()].filter(name => topics.get(name).isOld);
    try {
      const { response, page } = await ask(location.href);
      if (isElsewhere(response)) return leaveFor(names);
      await lengthen(page);
      renew(names, page, response.ok || response.status === 404);
      fetchFailures = 0;
    } catch (error) {
      fetchFailures += 1;
      clearTimeout(fetchTimer);                                // another reset came meanwhile: it would be too soon
      fetchTimer = null;
      fetchSoon(error.wait);
    }
  }
  async function ask(url) {
    const response = await fetch(url, { credentials: "same-origin", cache: "no-store" });
    if (response.status >= 500 || response.status === 429) throw refusal(response);
    return { response, page: new DOMParser().parseFromString(await response.text(), "text/html") };
  }

  // If its URL now redirects to another page, such as the sign-in page, this page becomes that one, unless somebody
  // types.
  const isElsewhere = response => response.redirected && new URL(response.url).pathname !== location.pathname;
  function leaveFor(names) {
    for (const name of names) topics.delete(name);
    if (root.parts.isTyped()) checkBack();
    else location.reload();
  }

  const nextOf = page => page.querySelector("a[rel=next]")?.getAttribute("href");

  // A reader at the end of a list stays at the end, also when the list now fills more than one page. If a row was added
  // or removed above between two fetches, the pages don't fit together: the last row of one isn't the row before the
  // next page. Then fetch all again.
  async function lengthen(page) {
    for (const list of page.querySelectorAll("[data-from][id]:not([data-to=''])")) {
      if (document.getElementById(list.id)?.dataset.to !== "") continue;
      let last = page;
      while (list.dataset.to && nextOf(last)) {
        last = (await ask(new URL(nextOf(last), location.href))).page;
        const more = last.getElementById(list.id);
        if ((more?.dataset.previous ?? "") !== list.dataset.to) throw new Error("The list moved.");
        list.dataset.to = more?.dataset.to ?? "";
        list.append(...more?.children ?? []);
      }
    }
  }
  // The next gathering is a large card on the home of a lab, and a small one once another is sooner. The page that was
  // fetched has nothing to put in the place of a card of the other size: this page becomes that one.
  function renew(names, page, isTrue) {
    let isElse = false;
    for (const name of names) {
      const topic = topics.get(name), fresh = page.querySelector(followed(name));
      if (!topic) continue;                                  // was removed meanwhile
      if (!fresh) {
        kinds.gone(name, isTrue ? topic : {});
        continue;
      }
      topic.isOld = false;
      topic.cursor = fresh.dataset.after;
      for (const section of sections(name)) {
        const same = page.querySelector(`${followed(name)}[data-view="${CSS.escape(section.dataset.view)}"]`);
        if (same) root.parts.renew(section, same);
        else isElse = true;
      }
      show("live-gone", document.querySelector("[data-kept-text]") !== null);
    }
    if (isElse && !root.parts.isTyped()) return location.reload();
    follow(names.filter(name => topics.has(name)));
  }

  // Opening, hiding and leaving the page

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiddenTimer);
    if (document.hidden) hiddenTimer = setTimeout(leave, HIDDEN_FOR);
    else wake();
  });
  function leave() {
    const old = socket;
    socket = null;
    old?.close(1000);
  }
  addEventListener("pagehide", leave);
  addEventListener("pageshow", event => { if (event.persisted) wake(); });
  addEventListener("online", () => wake(1000));
  addEventListener("offline", () => { if (socket) again(); });
  setInterval(() => { if (isSilent(SILENT_FOR)) again(); }, 10_000);

  // A sleeping phone receives nothing, and its connection may be dead: when somebody looks at the page, check it at
  // once.
  const isSilent = time => (socket || polling) && Date.now() - heardAt > time;
  function wake(spread = 0) {
    if (isSilent(LATE_AFTER)) again();
    if (socket || polling) return;
    clearTimeout(retry);
    retry = setTimeout(connect, Math.random() * spread);
  }

  // What this reader may do, or said, is about what stands on the page: when that goes, the page is fetched again, or
  // begins with what a template in the new part holds for everybody. That is only true for a page that followed all
  // along: elsewhere the reader may have begun already, on another device.
  function checkOwn() {
    for (const own of document.querySelectorAll("[data-while]")) {
      const isThere = document.getElementById(own.dataset.while) !== null;
      const topic = topics.get(own.closest("[data-follow]")?.dataset.follow);
      if (own.wasThere && !isThere && topic && !begin(own, topic)) { topic.isOld = true; fetchSoon(); }
      own.wasThere = isThere;
    }
  }
  function begin(own, topic) {
    const first = topic.wasCurrent && !topic.isOld && document.getElementById(own.dataset.first);
    if (!first) return false;
    const fresh = document.importNode(first.content, true).firstElementChild, token = document.querySelector("[name=csrfmiddlewaretoken]");
    for (const form of fresh.querySelectorAll("form")) form.prepend(token.cloneNode());
    root.parts.replaceOwn(own, fresh);
    return true;
  }
  let checkTimer;
  document.addEventListener("live:placed", () => { clearTimeout(checkTimer); checkTimer = setTimeout(checkOwn); });

  document.addEventListener("live:placed", event => {
    if (!event.detail.matches("[data-follow], :has([data-follow])")) return;
    const found = collect();
    for (const toggle of document.querySelectorAll("[data-live-pause]")) toggle.hidden = !topics.size;
    if (opened || polling) follow(found);
    else connect();
  });

  root.live = { topics, show };
})();
