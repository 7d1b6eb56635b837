// Forms marked data-live-form are sent without leaving the page; without this script they are ordinary posts. Drafts
// ([data-draft="key"]) stay on this device until the server accepts their text, or the person signs out or erases the
// account.
(() => {
  "use strict";
  window.stadslab ??= {};
  const root = window.stadslab;
  const DAYS = 30 * 86_400_000, PREFIX = "draft:";
  const unsent = new Set();
  const REST = 1000, replaced = new Map();   // data-rest: form id → when its opposite replaced it, for double taps; a
                                             // page that changes its buttons itself says so with live:replaced

  // A text that is too long ([data-longest]) is reported at its field, and not sent. Runs before any other script
  // sends.
  const length = field => [...field.value.replace(/\r\n?/g, "\n").trim()].length;
  document.addEventListener("submit", event => {
    const fields = [...event.target.querySelectorAll("[data-longest]")];
    for (const field of fields) say(field, length(field) > field.dataset.longest ? field.dataset.tooLong.replace("{n}", length(field)) : "");
    const first = fields.find(field => field.dataset.isLong);
    if (!first) return;
    event.preventDefault();
    event.stopPropagation();
    first.closest("details")?.setAttribute("open", "");
    first.focus();
  }, true);

  // The error replaces the one that the server gave, also in the summary of the form.
  function say(field, trouble) {
    if (!trouble && !field.dataset.isLong) return;
    const id = `${field.id}_error`, box = field.closest(".utrecht-form-field") ?? field.parentElement;
    document.getElementById(id)?.remove();
    box.classList.toggle("field-error", Boolean(trouble));
    if (!trouble) { delete field.dataset.isLong; return field.removeAttribute("aria-invalid"); }
    field.dataset.isLong = "1";
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", [...new Set([...(field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean), id])].join(" "));
    const error = Object.assign(document.createElement("p"), { id, className: "utrecht-form-field-error-message", role: "alert", textContent: ` ${trouble}` });
    error.prepend(...warningSign());
    box.append(error);
    for (const link of field.form.querySelectorAll(`[data-errors] a[href="#${CSS.escape(field.id)}"]`)) {
      while (link.nextSibling) link.nextSibling.remove();
      link.after(`${link.textContent.endsWith("?") ? "" : ":"} ${trouble}`);
    }
  }
  function warningSign() {
    const icon = document.querySelector("svg.icon:has(> use)")?.cloneNode(true), use = icon?.firstElementChild;
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#i-alert-triangle"));
    return icon ? [icon] : [];
  }

  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.matches("[data-sign-out='']")) drafts().forEach(drop);
    if (event.defaultPrevented) return;
    if (!form.matches("[data-live-form]")) return leaveItToTheBrowser(form);
    event.preventDefault();
    if (performance.now() - (replaced.get(form.id) ?? -REST) < REST) return;
    send(form, event.submitter);
  });

  // The second tap of a thumb, after the button changed its size or place, presses nothing that is there now.
  const NEAR = 32;   // px
  let tapped = {};
  document.addEventListener("click", event => {
    const form = event.target.closest("form[data-rest]"), { clientX: x, clientY: y, detail } = event;
    if (form) tapped = { id: form.id, x, y };
    else if (detail && performance.now() - (replaced.get(tapped.id) ?? -REST) < REST && Math.hypot(x - tapped.x, y - tapped.y) < NEAR) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  document.addEventListener("live:replaced", ({ target }) => replaced.set(target.id, performance.now()));

  async function send(form, submitter, isNext = false) {
    if (isBusy(form)) return standInLine(form, submitter);
    form.pressed = submitter;
    const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    const body = new FormData(form);
    if (submitter?.name) body.append(submitter.name, submitter.value);   // FormData of Safari before 16.4 can't add it
    busy(form, submitter, true);
    form.dispatchEvent(new CustomEvent("live:sending", { bubbles: true }));
    let response, html = "";
    try {
      response = await fetch(action, { method: "POST", body: inShort(body), headers: { "HX-Request": "true" }, credentials: "same-origin" });
      html = await response.text();
    } catch {
      response = null;
    }
    busy(form, submitter, false);
    if (!response || response.status >= 500) return keep(form, submitter);
    tries = 0;
    unsent.delete(form);
    mark(form, "unsent", false);
    tell();
    const elsewhere = response.headers.get("HX-Redirect") ?? (response.redirected ? response.url : null);
    if (elsewhere && isToSignIn(elsewhere)) waitForAnswer(form);
    else if (elsewhere && response.ok) leave(form);
    if (elsewhere) return location.assign(elsewhere);
    if (response.status === 404 && !form.querySelector(TYPED))  // hidden, and no typed text to keep: its page says why
      return location.replace(location.pathname + location.search);
    const since = typedSince(form, body);
    if (response.ok) done(form, html, since, isNext);
    else if (!([409, 422, 429].includes(response.status) && mend(form, html, since))) return plain(form, submitter);
    goOn(form.id);
  }

  // A form has one request at a time: the same button pressed twice counts once. Of a form with many buttons
  // ([data-presses]) others may be pressed meanwhile, or while there is no connection: each is sent, in order.
  const lines = new Map();   // form id → the presses that wait
  const isBusy = form => form.dataset.sending !== undefined || ("presses" in form.dataset && unsent.has(form));
  function standInLine(form, submitter) {
    if (!("presses" in form.dataset) || !submitter) return;
    const line = lines.get(form.id) ?? [], last = line.at(-1) ?? form.pressed;
    if (last?.value !== submitter.value) lines.set(form.id, [...line, submitter.cloneNode(true)]);   // an update may draw the button anew
    if (unsent.has(form)) sendKept();
  }
  function goOn(id) {
    const form = document.getElementById(id), next = lines.get(id)?.shift();
    if (form && next) send(form, next, true);
  }

  // Send like a browser. Only a form with a file is multipart, because the server queues those with the photos.
  function inShort(body) {
    const values = [...body];
    if (values.some(([, value]) => value instanceof File && value.name)) return body;
    return new URLSearchParams(values.filter(([, value]) => typeof value === "string"));
  }

  // Forms that the browser sends itself follow the same rule. It may come back to this page, and a file may be chosen
  // then.
  function leaveItToTheBrowser(form) {
    waitForAnswer(form);
    if (form.querySelector("[type=file]"))
      form.enctype = inShort(new FormData(form)) instanceof FormData ? "multipart/form-data" : "application/x-www-form-urlencoded";
  }

  function busy(form, submitter, on) {
    if (on) form.dataset.sending = ""; else delete form.dataset.sending;
    form.setAttribute("aria-busy", String(on));
    if (!submitter) return;
    if (on) submitter.setAttribute("aria-busy", "true"); else submitter.removeAttribute("aria-busy");
    const label = submitter.querySelector("[data-label]") ?? [...submitter.querySelectorAll(".nl-button__label")].find(one => one.getClientRects().length) ?? (submitter.childElementCount ? null : submitter);
    if (!label) return;
    if (on) { label.dataset.label = ""; label.words ??= [...label.childNodes]; label.textContent = submitter.dataset.busy ?? "…"; }
    else if (label.words) { label.replaceChildren(...label.words); delete label.dataset.label; delete label.words; }
  }

  // No response: the text stays in the form, marked, and is sent once when the connection is back. Perhaps only this
  // request failed and the connection is fine, so it is tried again in any case.
  let tries = 0, nextTry;
  function keep(form, submitter) {
    unsent.add(form);
    form.lastSubmitter = submitter;
    mark(form, "unsent", true);
    tell();
    clearTimeout(nextTry);
    nextTry = setTimeout(sendKept, Math.min(60_000, 2000 * 2 ** tries++) * (1 + Math.random()));
  }
  // If the person edits a waiting text, it isn't finished: it is sent when they press the button again.
  function takeBack(form) {
    if (unsent.delete(form)) mark(form, "unsent", false);
    tell();
  }
  // A form with only a button has no place for words: the bar of the page says that it waits.
  function tell() {
    const isPress = [...unsent].some(form => !form.querySelector("[data-unsent]"));
    root.live.show("unsent-press", isPress);
  }
  function sendKept() {
    clearTimeout(nextTry);
    for (const form of [...unsent]) {
      unsent.delete(form);
      if (form.isConnected) send(form, form.lastSubmitter);
      else tell();
    }
  }
  addEventListener("online", sendKept);
  document.addEventListener("live:back", sendKept);

  function mark(form, what, on) {
    form.classList.toggle(`is-${what}`, on);
    for (const words of form.querySelectorAll(`[data-${what}]`)) words.hidden = !on;
  }

  // Text that was typed while the response was on its way is a new text: it stays.
  function typedSince(form, sent) {
    const lines = words => String(words).replace(/\r\n?/g, "\n");
    return [...form.querySelectorAll(TYPED)].filter(one => sent.has(one.name) && lines(sent.get(one.name)) !== lines(one.value));
  }

  function done(form, html, since, isNext) {
    accepted(form);
    if (since.length) since.filter(name).forEach(remember);
    else form.reset();
    for (const key of form.querySelectorAll("[data-new-key]")) key.value = uuid();
    const staysRefused = isNext && form.querySelector("[data-errors]");   // what was said of the press before it
    if (!staysRefused) forgive(form);
    mark(form, "sent", true);
    root.parts.apply(staysRefused ? without(html, form.id) : html, { mine: true });
    if ("rest" in form.dataset) replaced.set(form.id, performance.now());
    form.dispatchEvent(new CustomEvent("live:sent", { bubbles: true }));
  }

  function without(html, id) {
    const template = document.createElement("template");
    template.innerHTML = html;
    template.content.querySelector(`#${CSS.escape(id)}`)?.remove();
    return template.innerHTML;
  }

  // Accepted after all: the errors that it came back with before are over.
  function forgive(form) {
    for (const errors of form.querySelectorAll("[data-errors], .utrecht-form-field-error-message")) errors.remove();
    for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const box of form.querySelectorAll(".field-error")) box.classList.remove("field-error");
  }

  // Not accepted: the form comes back with its errors, and with what stands around it if that says what is so
  // (data-mends). If its thing was removed meanwhile, another form takes this text, on a page with another heading: that
  // page replaces this one.
  function mend(form, html, since) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const forms = [...template.content.querySelectorAll("form")], path = one => one.getAttribute("action")?.split("?")[0];
    const again = forms.find(one => form.id ? one.id === form.id : one.getAttribute("action") === form.getAttribute("action"));
    const next = again ?? forms.find(one => one.closest("main") && path(one) === path(form));
    if (!next) return false;
    takeOver(form, next, since);
    const part = again && next.closest("[data-mends][id]"), around = part && document.getElementById(part.id);
    const [old, fresh] = around ? [around, part] : again ? [form, next] : [document.querySelector("main"), next.closest("main")];
    old.replaceWith(fresh);
    if (!again) {
      document.title = template.content.querySelector("title").textContent;
      scrollTo({ top: 0, behavior: "instant" });
    }
    root.parts?.dress(fresh);
    (next.querySelector("[aria-invalid=true], [data-errors], textarea, input:not([type=hidden])") ?? next).focus();
    return true;
  }

  // The form can't return a chosen file, or text that was typed meanwhile; and its draft has another name.
  function takeOver(form, next, since) {
    for (const field of form.querySelectorAll("input[type=file]"))
      if (field.files.length) next.querySelector(`input[type=file][name="${CSS.escape(field.name)}"]`)?.replaceWith(field);
    for (const typed of since) {
      const field = next.elements[typed.name];
      if (field) field.value = typed.value;
    }
    for (const field of drafted(form)) {
      const successor = next.elements[field.name], words = stored(store => store.getItem(name(field)));
      if (!words || !successor || [null, name(field)].includes(name(successor))) continue;
      stored(store => store.setItem(name(successor), words));
      drop(name(field));
    }
  }

  // Any other response is a page for people (closed meanwhile, too many requests): the browser shows it. Sending twice
  // is safe.
  function plain(form, submitter) {
    form.removeAttribute("data-live-form");
    const isThere = submitter?.form === form;
    if (submitter?.name && !isThere) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
    form.requestSubmit(isThere ? submitter : undefined);
  }

  function uuid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  // Drafts: every text field of a form with data-draft="key", or a field that has it itself

  const TYPED = 'textarea, input:not([type]), input[type="text"]';
  const stored = action => { try { return action(localStorage); } catch { return null; } };
  const prefix = () => `${PREFIX}${document.body.dataset.member ?? ""}:`;

  function name(field) {
    const key = field.dataset.draft ?? (field.form?.dataset.draft ? `${field.form.dataset.draft}:${field.name}` : null);
    return key && field.matches(TYPED) ? prefix() + key : null;
  }
  const drafted = element => [...element.querySelectorAll(TYPED)].filter(name);
  const ofForm = form => [...drafted(form).map(name), ...(form.dataset.draft ? [`${PREFIX}photo:${form.dataset.draft}`] : [])];   // photo.js keeps a photo
  const drop = key => stored(store => store.removeItem(key));

  function remember(field) {
    if (field.value && field.value !== field.defaultValue)
      stored(store => store.setItem(name(field), JSON.stringify({ text: field.value, at: Date.now() })));
    else drop(name(field));
  }
  function restore(field) {
    const draft = stored(store => JSON.parse(store.getItem(name(field))));
    if (!draft) return;
    if (Date.now() - draft.at > DAYS) return drop(name(field));
    if (field.value || (field === document.activeElement && !field.autofocus)) return;
    field.value = draft.text;
    field.closest("details")?.setAttribute("open", "");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function accepted(form) {
    ofForm(form).forEach(drop);
  }
  function leave(form) {
    accepted(form);
    form.dispatchEvent(new CustomEvent("live:leaves", { bubbles: true }));
  }
  const drafts = () => stored(store => Object.keys(store).filter(key => key.startsWith(PREFIX))) ?? [];

  // The text of an ordinary form is accepted when the next page is no error page and no longer has the same form. If it
  // needs sign-in, that page must be one of a member, because the act is done after sign-in.
  const WAITS = "draft-waits", isToSignIn = address => new URL(address, location).pathname.startsWith("/inloggen/");
  const settle = waits => { try { sessionStorage.setItem(WAITS, JSON.stringify(waits)); } catch { /* kept */ } };
  function waitForAnswer(form) {
    const keys = "signOut" in form.dataset ? drafts() : ofForm(form);
    if (keys.length) settle([form.dataset.draft, keys]);
  }
  function settleSent() {
    try {
      const [draft, keys, needsMember] = JSON.parse(sessionStorage.getItem(WAITS)) ?? [];
      if (!keys) return;
      if (isToSignIn(location)) return settle([draft, keys, true]);
      const isSame = document.querySelector(`[data-draft="${CSS.escape(draft ?? "")}"]`);
      if (needsMember && !isSame && !("member" in document.body.dataset)) return;
      sessionStorage.removeItem(WAITS);
      const status = performance.getEntriesByType("navigation")[0]?.responseStatus ?? 200;
      if (status < 400 && !isSame) keys.forEach(drop);
    } catch { /* no storage: no drafts either */ }
  }

  document.addEventListener("input", event => {
    const { target } = event;
    if (target.matches?.(TYPED) && name(target)) remember(target);
    if (target.form) takeBack(target.form);
    if (target.form?.matches("[data-live-form].is-sent")) mark(target.form, "sent", false);
  });
  document.addEventListener("live:placed", event => drafted(event.detail).forEach(restore));
  document.addEventListener("DOMContentLoaded", settleSent);
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    settleSent();
    for (const filters of document.querySelectorAll("form[role=search]")) filters.reset();
  });
})();
