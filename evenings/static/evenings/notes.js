// Notes: the form on the phone follows the step, the big screen shows page after page, and who leads works fast.
(() => {
  "use strict";
  const PAGE = 12_000;   // ms that the big screen shows a page

  // The form belongs to the step that is shown; typed words stay with the step that they were typed in
  function follow() {
    const now = document.querySelector("[data-phone]"), form = document.getElementById("note-form");
    if (!now || !form) return;
    const { step, writes } = now.dataset, field = form.elements.text;
    const isTyped = field.value.trim() !== "" && form.elements.step.value !== step;
    if (!isTyped && writes !== undefined) form.elements.step.value = step;
    form.hidden = writes === undefined && !isTyped;
    form.querySelector("[data-late]").hidden = !isTyped;
  }

  // What the wall shows is true for the writer's own list as well
  function tell(wall) {
    for (const { dataset } of wall.querySelectorAll("[data-note]")) {
      const state = document.querySelector(`[data-mine="${CSS.escape(dataset.note)}"] [data-state]`);
      if (state) state.textContent = state.dataset.onWall;
    }
  }

  function turn() {
    const pages = [...document.querySelectorAll("[data-page]")], now = Math.floor(Date.now() / PAGE) % (pages.length || 1);
    pages.forEach((page, at) => { page.hidden = at !== now; });
  }

  // Who leads: the same button for everybody, and after a press the keyboard is at the next note
  function followTop({ dataset }) {
    const form = document.getElementById("through");
    if (!form) return;
    form.elements.on.value = dataset.through ? "0" : "1";
    form.querySelector("button").setAttribute("aria-pressed", String(Boolean(dataset.through)));
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
    if (target.id === "settle" && place >= 0) setTimeout(goOn);
    if (target.id === "paper") target.elements.text.focus();
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
    const form = event.target.closest?.("[data-enter-sends]");
    if (!form || event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.localName !== "textarea") return;
    event.preventDefault();
    form.requestSubmit();
  });

  document.addEventListener("input", event => { if (event.target.form?.id === "note-form") follow(); });
  document.addEventListener("live:placed", ({ detail }) => {
    if (detail.matches("[data-phone]")) follow();
    if (detail.matches("[data-wall]")) tell(detail);
    if (detail.id === "mine") { const wall = document.querySelector("[data-wall]"); if (wall) tell(wall); }
    if (detail.matches("[data-top]")) { followTop(detail); followPaper(detail); }
    if (detail.querySelector("[data-page]")) turn();
  });
  setInterval(turn, 1000);
  follow();
  turn();
})();
