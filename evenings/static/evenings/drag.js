// Notes on the wall are dragged: with a mouse by the note, with a finger by its handle, because a finger on the note
// scrolls. A drop ticks the notes and presses a button of the form that lays them together. Everything goes by the ids of
// notes, because an update may draw any of them again meanwhile.
(() => {
  "use strict";
  const FAR = 6, EDGE = 64;   // px: before that a press is no drag; so near the edge the page scrolls
  const root = document.documentElement, byId = id => document.getElementById(id), form = () => byId("piles");
  const boxes = () => [...document.querySelectorAll("[data-choose]")], noteOf = box => box.value.split(":")[0];
  const boxOf = note => byId(`choose-${note}`), pileOf = note => boxOf(note)?.value.split(":")[1];
  let drag = null;   // note, seen: the value of each box when its note was picked up, ghost, target: an id
  let dropped = null;   // seen, and for a pile that still gets a name the one that was proposed, "" if one was typed
  let wheeled = -1000;

  document.addEventListener("pointerdown", ({ target, isPrimary, button, pointerType, pointerId, clientX, clientY }) => {
    const box = target.closest?.(".note")?.querySelector("[data-choose]");
    const isHeld = pointerType === "mouse" ? !target.closest("button, label, input, a") : target.closest("[data-grip]");
    if (drag || !box || !isHeld || !isPrimary || button !== 0 || !form()?.getClientRects().length) return;
    if (form().matches(".is-unsent")) return;   // what waits for the connection must not be changed
    drag = { pointerId, note: noteOf(box), from: [clientX, clientY], x: clientX, y: clientY };
  });
  document.addEventListener("pointermove", ({ pointerId, clientX, clientY }) => {
    if (drag?.pointerId !== pointerId || (drag.x === clientX && drag.y === clientY)) return;
    Object.assign(drag, { x: clientX, y: clientY });
    if (drag.ghost) aim();
    else if (Math.hypot(clientX - drag.from[0], clientY - drag.from[1]) >= FAR) lift();
  });
  // The page scrolls by the wheel or keys, and not because an update keeps the reader's place
  for (const kind of ["wheel", "keydown"]) addEventListener(kind, () => { wheeled = performance.now(); }, { passive: true });
  addEventListener("scroll", () => { if (performance.now() - wheeled < 1000) aim(); }, { passive: true });
  document.addEventListener("pointerup", ({ pointerId }) => {
    if (drag?.pointerId !== pointerId) return;
    const done = drag;
    end();
    if (done.target) whenFree(() => drop(done));
  });
  document.addEventListener("pointercancel", ({ pointerId }) => { if (drag?.pointerId === pointerId) end(); });
  for (const kind of ["selectstart", "contextmenu", "dragstart"])
    document.addEventListener(kind, event => { if (drag) event.preventDefault(); });

  // Escape empties the big screen, but not while it takes back a drag or the pile that it began
  addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.isComposing || !(drag?.ghost || isNaming())) return;
    event.stopPropagation();
    event.preventDefault();
    if (drag?.ghost) end();
    else forget();
  }, true);

  // A ticked note takes along all that are ticked. The pointer is captured by what no update replaces
  function lift() {
    const box = boxOf(drag.note);
    if (!box) return end();
    const taken = box.checked ? boxes().filter(one => one.checked) : [box];
    drag.seen = new Map(taken.map(one => [noteOf(one), one.value]));
    const { className } = box.closest(".note"), words = box.closest(".note").querySelector("bdi").textContent;
    drag.ghost = Object.assign(document.createElement("div"), { className: `${className} note-ghost`, textContent: words });
    drag.ghost.ariaHidden = "true";
    if (taken.length > 1) drag.ghost.dataset.count = taken.length;
    document.body.append(drag.ghost);
    root.classList.add("is-dragging");
    root.setPointerCapture(drag.pointerId);
    aim();
    follow();
  }
  function follow() {
    if (!drag?.ghost) return;
    const { x, y, ghost } = drag, over = y < EDGE ? y - EDGE : Math.max(0, y - innerHeight + EDGE);
    if (over) {
      const before = scrollY;
      scrollBy({ top: over / 4, behavior: "instant" });
      if (scrollY !== before) aim();
    }
    ghost.style.transform = `translate(${x}px, ${y}px)`;
    for (const old of document.querySelectorAll(".is-target")) if (old.id !== drag.target) old.classList.remove("is-target");
    byId(drag.target)?.classList.add("is-target");
    for (const note of drag.seen.keys()) boxOf(note)?.closest(".note").classList.add("is-lifted");
    requestAnimationFrame(follow);
  }
  // Only when the pointer moves or the page scrolls: what an update shifts under a hand that holds still isn't meant
  function aim() {
    if (drag?.ghost) drag.target = targetAt(drag.x, drag.y);
  }
  // The id of the pile, the loose note or the list of loose notes at this place; none where all lie already
  function targetAt(x, y) {
    const under = document.elementFromPoint(x, y), pile = under?.closest(".pile"), loose = under?.closest("#list-wall > .note");
    const lies = [...drag.seen.keys()].map(pileOf);
    if (pile) return lies.every(one => pile.id === `pile-${one}`) ? "" : pile.id;
    if (loose) return drag.seen.has(noteOf(loose.querySelector("[data-choose]"))) ? "" : loose.id;
    return under?.closest("#list-wall") && lies.some(one => one !== "0") ? "list-wall" : "";
  }
  function end() {
    drag?.ghost?.remove();
    drag = null;
    root.classList.remove("is-dragging");
    for (const name of ["is-target", "is-lifted"])
      for (const old of document.querySelectorAll(`.${name}`)) old.classList.remove(name);
  }

  // A drop while the one before it is still on its way
  function whenFree(act) {
    if ("sending" in form().dataset || form().matches(".is-unsent")) setTimeout(whenFree, 50, act);
    else act();
  }
  function drop({ target, seen }) {
    const place = byId(target), on = target.startsWith("wall-") ? place?.querySelector("[data-choose]") : null;
    if (!place || "gone" in place.dataset) return;
    const before = dropped, isStale = [...seen].some(([note, value]) => boxOf(note)?.value !== value);
    // Onto a note that was chosen for a pile already: it comes along with those
    const others = on?.checked ? boxes().filter(box => box.checked) : [on].filter(Boolean);
    for (const box of others) if (!seen.has(noteOf(box))) seen.set(noteOf(box), before?.seen.get(noteOf(box)) ?? box.value);
    leave();
    tick([...seen.keys()]);
    if (on) {
      propose(on.closest(".note").querySelector("bdi").textContent, seen);
      if (isStale) form().requestSubmit(form().querySelector("[name=at][value=new]"));
      return;
    }
    dropped = { seen };
    form().requestSubmit(target === "list-wall" ? form().querySelector("[name=at][value='0']") : place.querySelector("[name=at]"));
  }
  function tick(notes) {
    for (const box of boxes()) {
      const on = notes.includes(noteOf(box));
      if (box.checked === on) continue;
      box.checked = on;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  // What was picked up is sent as it lay then: if somebody else moved it meanwhile, the server says so. Only a new pile
  // has a name
  let at;
  document.addEventListener("submit", ({ target, submitter }) => { if (target.id === "piles") at = submitter?.value ?? "new"; }, true);
  document.addEventListener("formdata", ({ target, formData }) => {
    if (target.id !== "piles") return;
    if (at !== "new") formData.set("title", "");
    if (!dropped) return;
    const others = formData.getAll("note").filter(value => !dropped.seen.has(value.split(":")[0]));
    formData.delete("note");
    for (const value of [...others, ...dropped.seen.values()]) formData.append("note", value);
  });

  // A new pile has a name before it is made: its form comes into sight with the words of the note that lies below
  const isNaming = () => dropped?.name !== undefined;
  function propose(words, seen) {
    const { title } = form().elements, letters = [...words.trim().replace(/\s+/g, " ")], longest = title.maxLength;
    const isTyped = Boolean(title.value.trim());
    if (!isTyped) title.value = letters.length > longest ? letters.slice(0, longest).join("").replace(/\s+\S*$/, "") : letters.join("");
    dropped = { seen, name: isTyped ? "" : title.value };
    root.classList.add("is-naming");
    title.focus({ preventScroll: true });
    title.select();
  }
  function forget() {
    leave();
    tick([]);
    if (form().contains(document.activeElement)) document.activeElement.blur();
    for (const error of form().querySelectorAll("[data-errors], .utrecht-form-field-error-message")) error.remove();
    form().elements.title.removeAttribute("aria-invalid");
    form().querySelector(".field-error")?.classList.remove("field-error");
  }
  // The name that was proposed goes; one that was typed stays
  function leave() {
    const { title } = form().elements;
    if (isNaming() && title.value === dropped.name) title.value = "";
    dropped = null;
    root.classList.remove("is-naming");
  }
  document.addEventListener("live:sent", ({ target }) => { if (target.id === "piles") leave(); });
  // The form came back. If it says where the notes lie now, who presses again knows that
  document.addEventListener("live:placed", ({ detail }) => {
    if (detail.id === "piles" && !detail.querySelector("[aria-invalid=true]")) dropped?.seen.clear();
  });
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-choose]")) return;
    if (!target.checked) dropped?.seen.delete(noteOf(target));
    if (isNaming() && !boxes().some(box => box.checked)) forget();
  });
})();
