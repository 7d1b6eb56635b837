// Notes: the form on the phone follows the step, the big screen shows page after page, and who leads works fast.
(() => {
  "use strict";
  const PAGE = 12_000;   // ms that the big screen shows a page

  // A form belongs to a step: that of now, or that of who brings what; typed words stay with the step that they were
  // typed in. What can be folded is open in its step
  function follow() {
    const now = document.querySelector("[data-phone]");
    if (!now) return;
    for (const form of document.querySelectorAll("[data-of-step]")) {
      const step = now.dataset[form.dataset.ofStep], field = form.querySelector("textarea");
      const isTyped = field.value.trim() !== "", isLate = isTyped && form.elements.step.value !== step;
      if (!isLate && step !== undefined) form.elements.step.value = step;
      form.hidden = step === undefined && !isLate;
      const late = form.querySelector("[data-late]"), fold = form.querySelector("[data-fold]");
      if (late) late.hidden = !isLate;
      if (fold?.dataset.step && fold.dataset.step !== now.dataset.step) fold.open = step === now.dataset.step || isTyped;
      if (fold) fold.dataset.step = now.dataset.step;
    }
  }

  // What the wall shows is true for the writer's own list as well
  function tell(wall) {
    for (const { dataset } of wall.querySelectorAll("[data-note]")) {
      const state = document.querySelector(`[data-mine="${CSS.escape(dataset.note)}"] [data-state]`);
      if (state) state.textContent = state.dataset.onWall;
    }
  }

  // A table picks from its notes while people group them
  function pick() {
    const steps = document.querySelector("[data-phone]")?.dataset.picks?.split(" ") ?? [];
    const buttons = [...document.querySelectorAll("[data-pick]")], box = document.querySelector("[data-picking]");
    for (const button of buttons) button.hidden = !steps.includes(button.dataset.pick);
    if (!box) return;
    box.hidden = !steps.length;
    box.querySelector("[data-picked]").textContent = buttons.filter(one => !one.hidden && one.ariaPressed === "true").length;
  }

  function turn() {
    const pages = [...document.querySelectorAll("[data-page]")], now = Math.floor(Date.now() / PAGE) % (pages.length || 1);
    pages.forEach((page, at) => { page.hidden = at !== now; });
  }

  // Who leads: the same button for everybody, and after a press the keyboard is at the next note
  function toggle(id, isOn) {
    const form = document.getElementById(id);
    if (!form) return;
    form.elements.on.value = isOn ? "0" : "1";
    form.querySelector("button").setAttribute("aria-pressed", String(Boolean(isOn)));
  }

  // What was chosen stays chosen when its note is drawn again, and doesn't keep it from that
  const chosen = new Set();
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-choose]")) return;
    const [note] = target.value.split(":");
    chosen[target.checked ? "add" : "delete"](note);
    target.defaultChecked = target.checked;
  });
  function chooseAgain(element) {
    for (const box of element.querySelectorAll("[data-choose]")) box.defaultChecked = box.checked = chosen.has(box.value.split(":")[0]);
  }

  // Notes and piles are drawn again also under the keyboard (data-taken): it stays at the same button
  let last;
  document.addEventListener("focusin", ({ target }) => { if (target.id && !target.matches("[data-taken]")) last = target.id; });
  function stay(part) {
    if (document.activeElement !== part) return;
    const same = document.getElementById(last);
    (part.contains(same) ? same : part.querySelector("button"))?.focus();
  }

  // Notes from paper are of the step of now; who types older ones chooses that step
  let paperStep = document.querySelector("[data-top]")?.dataset.paperStep;
  function followPaper({ dataset }) {
    const field = document.getElementById("paper")?.elements.step;
    if (field && dataset.paperStep !== paperStep) field.value = dataset.paperStep;
    paperStep = dataset.paperStep;
  }

  let list, place;
  document.addEventListener("live:sending", ({ target }) => {
    if (target.id !== "settle") return;
    const item = document.activeElement?.closest(".notes > li");
    list = item?.parentElement;
    place = list ? items().indexOf(item) : -1;
  });
  document.addEventListener("live:sent", ({ target }) => {
    if (target.id === "piles") { chosen.clear(); chooseAgain(document); }
    if (target.id === "settle" && place >= 0) setTimeout(goOn);
    if (target.id === "paper") target.elements.text.focus();
    if (target.id === "bring-form") { document.querySelector("#bring-change button")?.focus(); follow(); }
    if (target.id === "note-form") { target.querySelector("button").focus(); follow(); }
  });
  const items = () => [...list.children].filter(item => !("gone" in item.dataset));
  function goOn() {
    if (document.activeElement !== document.body) return;
    (items()[place] ?? items().at(-1))?.querySelector("button")?.focus();
  }

  // A thumb that taps twice doesn't settle the note that came in that place
  let tapped = { at: -1000 };
  document.addEventListener("click", event => {
    const button = event.target.closest("[form=settle]");
    if (!button || !event.detail) return;
    const { clientX: x, clientY: y, timeStamp: at } = event;
    const isSecond = at - tapped.at < 500 && Math.hypot(x - tapped.x, y - tapped.y) < 32 && button.value !== tapped.value;
    if (isSecond) event.preventDefault();
    else tapped = { x, y, at, value: button.value };
  }, true);

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && !event.isComposing && !event.repeat) document.getElementById("blank")?.requestSubmit();
    const form = event.target.closest?.("[data-enter-sends]");
    if (!form || event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.localName !== "textarea") return;
    event.preventDefault();
    form.requestSubmit();
  });

  document.addEventListener("input", event => { if (event.target.form?.matches("[data-of-step]")) follow(); });
  document.addEventListener("live:placed", ({ detail }) => {
    if (detail.matches("[data-phone]")) { follow(); pick(); }
    if (detail.matches("[data-wall]")) tell(detail);
    if (detail.id === "mine") { pick(); const wall = document.querySelector("[data-wall]"); if (wall) tell(wall); }
    if (detail.matches("[data-top]")) { toggle("through", detail.dataset.through); followPaper(detail); }
    if (detail.matches("[data-glance]")) toggle("blank", detail.dataset.blank);
    chooseAgain(detail);
    if (detail.matches("[data-taken]")) stay(detail);
    if (detail.querySelector("[data-page]")) turn();
  });
  setInterval(turn, 1000);
  follow();
  turn();
})();
