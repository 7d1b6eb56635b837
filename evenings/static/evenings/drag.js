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

  document.addEventListener("pointerdown", ({ target, isPrimary, button, pointerType, pointerId, clientX, clientY }) => {
    const box = target.closest?.(".note")?.querySelector("[data-choose]");
    const isHeld = pointerType === "mouse" ? !target.closest("button, label, input, a") : target.closest("[data-grip]");
    if (drag || !box || !isHeld || !isPrimary || button !== 0 || !form()?.getClientRects().length) return;
    if (form().matches(".is-unsent")) return;   // what waits for the connection must not be changed
    drag = { pointerId, note: noteOf(box), from: [clientX, clientY], x: clientX, y: clientY };
  });
  document.addEventListener("pointermove", ({ pointerId, clientX, clientY }) => {
    if (drag?.pointerId !== pointerId) return;
    Object.assign(drag, { x: clientX, y: clientY });
    if (!drag.ghost && Math.hypot(clientX - drag.from[0], clientY - drag.from[1]) >= FAR) lift();
  });
  document.addEventListener("pointerup", ({ pointerId }) => {
    if (drag?.pointerId !== pointerId) return;
    const dropped = drag;
    end();
    if (dropped.target) whenFree(() => drop(dropped));
  });
  document.addEventListener("pointercancel", ({ pointerId }) => { if (drag?.pointerId === pointerId) end(); });
  for (const kind of ["selectstart", "contextmenu", "dragstart"])
    document.addEventListener(kind, event => { if (drag) event.preventDefault(); });

  // Escape empties the big screen, but not while it takes back a drag or the pile that it began
  addEventListener("keydown", event => {
    if (event.key !== "Escape" || event.isComposing || !(drag?.ghost || isNaming())) return;
    event.stopPropagation();
    event.preventDefault();
    if (drag) end(); else forget();
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
    follow();
  }
  function follow() {
    if (!drag?.ghost) return;
    const { x, y, ghost } = drag, over = y < EDGE ? y - EDGE : Math.max(0, y - innerHeight + EDGE);
    if (over) scrollBy({ top: over / 4, behavior: "instant" });
    ghost.style.transform = `translate(${x}px, ${y}px)`;
    drag.target = targetAt(x, y);
    for (const old of document.querySelectorAll(".is-target")) if (old.id !== drag.target) old.classList.remove("is-target");
    byId(drag.target)?.classList.add("is-target");
    for (const note of drag.seen.keys()) boxOf(note)?.closest(".note").classList.add("is-lifted");
    requestAnimationFrame(follow);
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
    const isStale = [...seen].some(([note, value]) => boxOf(note)?.value !== value);
    if (!on) {
      tick([...seen.keys()]);
      return press(target === "list-wall" ? form().querySelector("[name=at][value='0']") : place.querySelector("[name=at]"), seen);
    }
    // Onto a note that was chosen for a pile already: it comes along with those
    const others = on.checked ? boxes().filter(box => box.checked) : [on];
    for (const box of others) if (!seen.has(noteOf(box))) seen.set(noteOf(box), box.value);
    tick([...seen.keys()]);
    propose(on.closest(".note").querySelector("bdi").textContent);
    if (isStale) press(form().querySelector("[name=at][value=new]"), seen);
  }
  function tick(notes) {
    for (const box of boxes()) {
      const on = notes.includes(noteOf(box));
      if (box.checked === on) continue;
      box.checked = on;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  // What was picked up, as it lay then: if somebody else moved it meanwhile the server says so
  function press(button, seen) {
    const say = ({ formData }) => {
      formData.delete("note");
      for (const value of seen.values()) formData.append("note", value);
    };
    const piles = form();
    piles.addEventListener("formdata", say);
    piles.requestSubmit(button);
    piles.removeEventListener("formdata", say);
  }

  // A new pile has a name before it is made: its form comes into sight with the words of the note that lies below
  const isNaming = () => "naming" in (form()?.dataset ?? {});
  function propose(words) {
    const { title } = form().elements, longest = Number(title.dataset.longest);
    if (!title.value.trim()) title.value = words.length > longest ? words.slice(0, longest).replace(/\s+\S*$/, "") : words;
    form().dataset.naming = title.value;
    title.focus({ preventScroll: true });
    title.select();
  }
  function forget() {
    const { title } = form().elements;
    if (title.value === form().dataset.naming) title.value = "";
    title.blur();
    tick([]);
    delete form().dataset.naming;
  }
  document.addEventListener("live:sent", ({ target }) => { if (target.id === "piles") delete target.dataset.naming; });
  document.addEventListener("change", ({ target }) => {
    if (isNaming() && target.matches("[data-choose]") && !boxes().some(box => box.checked)) forget();
  });
})();
