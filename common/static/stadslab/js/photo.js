// A photo in a form. It is shown at once, made smaller on this device (upright, without its metadata), and sent while
// the person goes on typing: a form with data-photo gets a token for it, which survives a reload. Any other form sends
// the smaller photo itself. Without this script the form sends the photo as it is.
(() => {
  "use strict";
  const PREVIEW = 800, SIDE = 1600, BYTES = 600_000, QUALITIES = [0.85, 0.72, 0.6, 0.45, 0.3], DAY = 86_400_000, MINUTE = 60_000;
  const waiting = new WeakMap();                     // field → the promise of its photo
  const newest = new WeakMap();                      // field → the newest choice
  const accepted = new WeakMap();                    // field → its photo: it stays when the next choice is refused
  const over = new WeakSet();                        // forms that the server accepted: the page leaves
  const field = form => form?.querySelector("[data-most]");
  const none = form => form.querySelector("[data-no-photo]");
  const store = action => { try { return action(localStorage); } catch { return null; } };
  const kept = form => `draft:photo:${form.dataset.draft}`;

  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-most]")) return;
    if (target.files.length) wait(target, choose(target, target.files[0]));
    else accepted.delete(target);                    // the browser empties the field when somebody chooses none
  });

  // A fault keeps no form waiting: then the photo goes along with the form as it is.
  function wait(field, choice) {
    const photo = choice.catch(fault => console.error(fault));
    waiting.set(field, photo);
    photo.then(() => {
      if (waiting.get(field) !== photo) return;
      waiting.delete(field);
      tell(field.form, "opens", false);
    });
  }

  // Only the newest choice counts: `isOld` is true when the person chose another photo, or none, meanwhile. What this
  // browser can't open may still be a photo for the server, which then says so at once.
  async function choose(field, photo) {
    const { form } = field, turn = {}, isOld = () => newest.get(field) !== turn, isSentHere = Boolean(field.dataset.photo);
    const before = accepted.get(field) ?? atServer(form);
    newest.get(field)?.stop?.abort();
    newest.set(field, turn);
    say(field, "");
    for (const what of ["unsent", "left-out"]) tell(form, what, false);
    tell(form, "opens", true);
    const opening = createImageBitmap(photo).catch(() => null);                // upright, as its EXIF says
    const small = await thumbnail(photo).catch(() => null);
    if (small && !isOld() && !form.elements.upload?.value) {
      show(form, { canvas: small });
      tell(form, "opens", true);
    }
    const bitmap = await opening;
    if (isOld()) return bitmap?.close();
    const isForServer = isSentHere && field.accept.split(",").includes(photo.type);
    if (!bitmap && !isForServer) return refuse(field, isHeic(photo) ? field.dataset.heic : field.dataset.unreadable, before);
    if (bitmap) {
      show(form, { canvas: draw(bitmap, PREVIEW, "low") });
      if (isSentHere && [field, document.body].includes(document.activeElement)) form.elements.photo_alt.focus();
      await painted();
    }
    const canvas = bitmap && !isOld() && isTrue() ? draw(bitmap, SIDE, "high") : null;
    bitmap?.close();
    const packed = (canvas && await pack(canvas)) ?? photo;
    if (isOld()) return;
    if (canvas) show(form, { canvas });
    if (packed.size > Number(field.dataset.most)) return refuse(field, field.dataset.tooLarge, before);
    put(field, packed);
    accepted.set(field, { file: packed, canvas });
    forget(form);
    if (isSentHere) await send(field, isOld, before);
  }

  const isHeic = photo => /\.hei[cf]$/i.test(photo.name) || /^image\/hei[cf]/.test(photo.type);
  const painted = () => new Promise(done => { requestAnimationFrame(() => setTimeout(done)); setTimeout(done, 500); });

  // Return the small picture that a phone stores at the start of a JPEG photo, upright. It shows at once; a slow phone
  // needs a second to open the photo itself. In Exif, IFD0 holds the orientation and IFD1 the thumbnail. Returns null
  // without one; rejects when the file is something else.
  async function thumbnail(photo) {
    const head = new DataView(await photo.slice(0, 131_072).arrayBuffer());
    let at = 2;
    while (head.getUint16(at) !== 0xFFE1 || head.getUint32(at + 4) !== 0x45786966) at += 2 + head.getUint16(at + 2);
    const start = at + 10, isLittle = head.getUint16(start) === 0x4949, number = offset => head.getUint32(start + offset, isLittle);
    const tags = first => {
      const count = head.getUint16(start + first, isLittle), found = { next: number(first + 2 + 12 * count) };
      for (let entry = first + 2; entry < first + 2 + 12 * count; entry += 12) {
        const tag = head.getUint16(start + entry, isLittle);
        found[tag] = tag === 0x112 ? head.getUint16(start + entry + 8, isLittle) : number(entry + 8);
      }
      return found;
    };
    const { 0x112: orientation = 1, next } = tags(number(4)), turns = { 1: 0, 6: 1, 3: 2, 8: 3 }[orientation];
    const { 0x201: from, 0x202: length } = next ? tags(next) : {};
    if (!from || turns === undefined) return null;
    const bitmap = await createImageBitmap(photo.slice(start + from, start + from + length, "image/jpeg"));
    const [width, height] = turns % 2 ? [bitmap.height, bitmap.width] : [bitmap.width, bitmap.height];
    const canvas = Object.assign(document.createElement("canvas"), { width, height }), brush = canvas.getContext("2d");
    brush.translate(width / 2, height / 2);
    brush.rotate(turns * Math.PI / 2);
    brush.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
    bitmap.close();
    return canvas;
  }

  function draw(picture, side, quality) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const [width, height] = [picture.width, picture.height].map(length => Math.max(1, Math.round(length * scale)));
    const canvas = Object.assign(document.createElement("canvas"), { width, height }), brush = canvas.getContext("2d");
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, width, height);
    brush.imageSmoothingQuality = quality;
    brush.drawImage(picture, 0, 0, width, height);
    return canvas;
  }

  // A browser that hides what device it runs on returns noise.
  const isTrue = () => draw(document.createElement("canvas"), 1, "low").getContext("2d").getImageData(0, 0, 1, 1).data.every(light => light > 249);

  async function pack(canvas) {
    for (const quality of QUALITIES) {
      const made = await new Promise(done => canvas.toBlob(done, "image/jpeg", quality));
      if (made && made.size <= BYTES) return new File([made], "foto.jpg", { type: made.type });
    }
    return null;
  }

  function put(field, photo) {
    const files = new DataTransfer();
    files.items.add(photo);
    field.files = files.files;
  }

  // A photo that can't be sent now, or within a minute, stays in its field: it goes with the form.
  async function send(field, isOld, before) {
    const { form } = field, body = new FormData(), stop = new AbortController(), late = setTimeout(() => stop.abort(), MINUTE);
    newest.get(field).stop = stop;
    body.append("photo", field.files[0]);
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const response = await fetch(field.dataset.photo, { method: "POST", body, credentials: "same-origin", signal: stop.signal }).catch(() => null);
    const answer = await response?.json().catch(() => null);
    clearTimeout(late);
    if (isOld()) return;
    if (response?.status === 422 && answer) return refuse(field, answer.trouble, before);
    if (!response?.ok || !answer) return tell(form, "unsent", true);
    field.value = "";
    form.elements.upload.value = answer.token;
    if (!form.querySelector("[data-photo-frame] canvas")) show(form, answer);
    accepted.set(field, answer);
    keep(form, answer);
  }

  // A form that is being sent, or waits for the connection, takes its photo along.
  function again(form) {
    const one = field(form), turn = newest.get(one);
    if ("sending" in form.dataset) return;
    tell(form, "unsent", false);
    if (one.files.length) wait(one, send(one, () => newest.get(one) !== turn));
  }
  addEventListener("online", () => {
    for (const words of document.querySelectorAll("form:not(.is-unsent) [data-photo-unsent]:not([hidden])")) again(words.closest("form"));
  });

  document.addEventListener("live:sending", ({ target }) => {
    const one = field(target), stop = newest.get(one)?.stop;
    if (!stop) return;
    newest.set(one, {});
    stop.abort();
  });
  document.addEventListener("live:leaves", ({ target }) => over.add(target));

  // Show or hide words about the photo: it opens, it could not be sent, the form waits for it, it was left out.
  const tell = (form, what, on) => { for (const words of form.querySelectorAll(`[data-photo-${what}]`)) words.hidden = !on; };

  // The photo that was accepted before stays: only the new choice is refused.
  function refuse(field, trouble, before) {
    if (before) putBack(field, before); else clear(field.form);
    say(field, trouble);
  }

  function putBack(field, photo) {
    const { form } = field;
    accepted.set(field, photo);
    field.value = "";
    show(form, photo);
    if (photo.token) keep(form, photo);
    if (!photo.file) return;
    put(field, photo.file);
    if (field.dataset.photo) again(form);
  }

  // A photo that came with the page, or with the drafts of its form.
  function atServer(form) {
    const token = form.elements.upload?.value;
    return token && { token, address: form.querySelector("[data-photo-frame] img")?.getAttribute("src") ?? "" };
  }

  const keep = (form, photo) => !over.has(form) && field(form).dataset.photo && store(storage => storage.setItem(kept(form), JSON.stringify({ ...photo, at: Date.now() })));
  const forget = form => field(form).dataset.photo && store(storage => storage.removeItem(kept(form)));

  function clear(form) {
    const one = field(form);
    one.value = "";
    newest.get(one)?.stop?.abort();
    newest.delete(one);
    accepted.delete(one);
    say(one, "");
    tell(form, "unsent", false);
    show(form, {});
    forget(form);
  }

  document.addEventListener("click", ({ target }) => {
    const { form } = target.closest("[data-no-photo] button, [data-photo-again]") ?? {};
    if (!form) return;
    if (target.closest("[data-photo-again]")) return again(form);
    waiting.delete(field(form));
    tell(form, "left-out", release(form));
    clear(form);
    form.elements.photo_alt.value = "";
    form.elements.photo_alt.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.photo.focus();
  });

  // A form waits for its photo; if the person leaves the photo out meanwhile, they get the button back. A form with a
  // refused photo is sent after they chose another, or none. This listener runs before forms.js sends.
  document.addEventListener("submit", async event => {
    const { target: form, submitter } = event, one = field(form), photo = one && waiting.get(one);
    if (event.defaultPrevented || !(photo || one?.dataset.refused)) return;
    event.preventDefault();
    event.stopPropagation();
    if (photo) {
      if (form.dataset.waits) return;
      hold(form, submitter);
      await photo;
      return release(form) && setTimeout(() => form.requestSubmit(submitter));
    }
    say(one, one.dataset.refused);
    one.focus();
  }, true);

  function hold(form, submitter) {
    form.dataset.waits = "1";
    submitter?.setAttribute("aria-busy", "true");
    tell(form, "left-out", false);
    tell(form, "waits", true);
  }

  // Returns whether the form waited.
  function release(form) {
    const hasWaited = Boolean(form.dataset.waits);
    delete form.dataset.waits;
    for (const button of hasWaited ? form.querySelectorAll("[type=submit][aria-busy]") : []) button.removeAttribute("aria-busy");
    tell(form, "waits", false);
    return hasWaited;
  }

  // Show the error of the chosen photo below its field; without words, remove the error.
  function say(field, trouble) {
    const id = `${field.id}_error`, box = field.closest(".utrecht-form-field");
    document.getElementById(id)?.remove();
    box.classList.toggle("field-error", Boolean(trouble));
    field.removeAttribute("aria-invalid");
    if (trouble && none(field.form) && !accepted.has(field)) field.dataset.refused = trouble; else delete field.dataset.refused;
    offerNone(field.form);
    if (!trouble) return;
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

  // Show a photo that was just chosen, or one that the server keeps, or none.
  function show(form, { canvas, token = "", address = "" }) {
    if (form.elements.upload) form.elements.upload.value = token;
    tell(form, "opens", false);
    form.querySelector("[data-shot]")?.classList.toggle("has-photo", Boolean(canvas || address));
    for (const frame of form.querySelectorAll("[data-photo-frame]")) {
      const image = frame.querySelector("img");
      frame.hidden = !(canvas || address);
      image.hidden = Boolean(canvas);
      frame.querySelector("canvas")?.remove();
      if (canvas) frame.append(Object.assign(draw(canvas, PREVIEW, "low"), { className: image.className }));
      if (address) image.src = address; else image.removeAttribute("src");
    }
    for (const cover of form.querySelectorAll("[data-photo-else]")) cover.hidden = Boolean(canvas || address);
    offerNone(form);
  }

  // "Leave the photo out" exists for a new idea only. Elsewhere the page reports a refused photo, and sends the form
  // without it.
  function offerNone(form) {
    const { photo, upload } = form.elements;
    if (none(form)) none(form).hidden = !(upload.value || photo.files.length || newest.has(photo) || photo.dataset.refused);
  }

  document.addEventListener("live:placed", ({ detail }) => { if (detail.matches("form") && field(detail)?.dataset.photo) offerNone(detail); });

  // The photo comes back with the drafts of its form; forms.js removes them together. A browser that goes back to this
  // page may keep the token without the picture.
  document.addEventListener("DOMContentLoaded", async () => {
    const one = document.querySelector("[data-photo]"), form = one?.form;
    if (!form) return;
    if (form.querySelector("[data-photo-frame][hidden]")) form.elements.upload.value = "";
    offerNone(form);
    const photo = store(storage => JSON.parse(storage.getItem(kept(form))));
    if (!photo || form.elements.upload.value) return;
    const response = Date.now() - photo.at < DAY ? await fetch(photo.address).catch(() => null) : null;
    if (!response?.ok) return store(storage => storage.removeItem(kept(form)));
    if (!newest.has(one)) show(form, photo);
  });
})();
