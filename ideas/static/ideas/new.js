// The form of a new idea: the title appears beside it while you type, and a chosen photo is uploaded at once, so that
// it survives a reload. Without this script the photo is sent with the form.
(() => {
  "use strict";
  const KEPT = "draft:photo";

  document.addEventListener("input", ({ target }) => {
    const echo = document.querySelector(`[data-echo="${CSS.escape(target.id)}"]`);
    if (echo) echo.textContent = target.value;
  });

  document.addEventListener("change", async ({ target }) => {
    if (!target.matches("[data-most]")) return;
    say(target, "");
    const [photo] = target.files, { form } = target;
    if (!photo) return;
    if (photo.size > Number(target.dataset.most)) return say(target, target.dataset.tooLarge);
    if (!target.dataset.photo) return;
    const body = new FormData();
    body.append("photo", photo);
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(target.dataset.photo, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (response?.status === 422) return say(target, (await response.json()).trouble);
    if (!response?.ok) return;                               // the photo is sent with the form
    const kept = await response.json();
    target.value = "";
    show(form, kept);
    store(() => localStorage.setItem(KEPT, JSON.stringify({ ...kept, at: Date.now() })));
  });

  // A form with a refused photo is not sent until the person chooses another photo or "no photo after all". This
  // listener runs before forms.js sends.
  document.addEventListener("submit", event => {
    const field = event.target.querySelector("[data-refused]");
    if (!field) return;
    event.preventDefault();
    event.stopPropagation();
    field.closest("details").open = true;
    say(field, field.dataset.refused);
    field.focus();
  }, true);

  document.addEventListener("click", ({ target }) => {
    const form = target.closest("[data-no-photo] button")?.form;
    if (!form) return;
    form.elements.photo.value = "";
    say(form.elements.photo, "");
    show(form, { token: "", address: "" });
    store(() => localStorage.removeItem(KEPT));
    form.elements.photo.focus();
  });

  // Show the error of the chosen photo below its field, and clear the choice; without words, remove the error.
  function say(field, trouble) {
    const id = `${field.id}_error`, box = field.closest(".utrecht-form-field");
    document.getElementById(id)?.remove();
    box.classList.toggle("field-error", Boolean(trouble));
    field.removeAttribute("aria-invalid");
    if (trouble && none(field.form)) field.dataset.refused = trouble; else delete field.dataset.refused;
    offerNone(field.form);
    if (!trouble) return;
    field.value = "";
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.id}_helptext ${id}`);
    const words = Object.assign(document.createElement("p"), { id, className: "utrecht-form-field-error-message", role: "alert" });
    words.append(warning(), trouble);
    box.append(words);
  }

  // The icon of an error, copied from another error on the page.
  function warning() {
    const icon = document.querySelector("svg.icon").cloneNode(true), use = icon.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#i-alert-triangle"));
    return icon;
  }

  function show(form, { token, address }) {
    form.elements.upload.value = token;
    for (const frame of form.querySelectorAll("[data-photo-frame]")) {
      frame.hidden = !token;
      if (token) frame.querySelector("img").src = address;
    }
    for (const cover of form.querySelectorAll("[data-photo-else]")) cover.hidden = Boolean(token);
    offerNone(form);
  }

  // "No photo after all" exists for a new idea only. Elsewhere the page reports a refused photo, and sends the form
  // without it.
  const none = form => form.querySelector("[data-no-photo]");

  function offerNone(form) {
    const { photo, upload } = form.elements;
    if (none(form)) none(form).hidden = !(upload.value || photo.files.length || photo.dataset.refused);
  }

  const store = action => { try { return action(); } catch { return null; } };

  // After sending, forget the photo, unless the form comes back with an error.
  const mark = isSent => store(() => {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    if (kept) localStorage.setItem(KEPT, JSON.stringify({ ...kept, isSent }));
  });
  document.addEventListener("submit", ({ target }) => target.id === "idea-form" && mark(true));
  document.addEventListener("live:placed", ({ detail }) => {
    if (detail.id !== "idea-form") return;
    mark(false);
    offerNone(detail);
  });
  document.addEventListener("DOMContentLoaded", async () => {
    const form = document.getElementById("idea-form");
    if (form) offerNone(form);
    const kept = store(() => JSON.parse(localStorage.getItem(KEPT)));
    if (!form || !kept || form.elements.upload.value) return;
    const isFresh = Date.now() - kept.at < 86_400_000 && !kept.isSent;
    const response = isFresh ? await fetch(kept.address).catch(() => null) : null;
    if (!response?.ok) return store(() => localStorage.removeItem(KEPT));
    show(form, kept);
    form.querySelector("details").open = true;
  });
})();
