// The pages of an evening: clocks count down by the time of the server, and the buttons of who leads follow its state.
(() => {
  "use strict";
  const page = document.querySelector("[data-server-now]");
  if (!page) return;
  // Phones may be minutes wrong: all clocks go by the server's time when it answered
  const answered = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
  const ahead = Date.parse(page.dataset.serverNow) - answered;

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function count(clock) {
    const { ends, left, over } = clock.dataset;
    const seconds = ends ? Math.max(0, Math.round((Date.parse(ends) - Date.now() - ahead) / 1000)) : Number(left);
    const next = ends && seconds === 0 ? over : `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    clock.classList.add("timer");
    clock.classList.toggle("timer--over", Boolean(ends) && seconds === 0);
    clock.classList.toggle("timer--still", !ends);
    if (clock.textContent !== next) clock.textContent = next;
  }

  // Only for who saw the clock run: a page that was asleep, or opened late, says nothing afterwards
  let running = "";
  function tellWhenOver() {
    const ends = document.querySelector("[data-clock]")?.dataset.ends ?? "";
    const left = Date.parse(ends) - Date.now() - ahead;
    if (ends && left > 0) { running = ends; return; }
    if (ends && running === ends && left > -5000) document.dispatchEvent(new CustomEvent("evening:time-is-up"));
    running = "";
  }

  function countAll(element) {
    for (const clock of element.querySelectorAll("[data-clock]")) count(clock);
  }

  // Whoever pressed, on whatever device: the buttons belong to the step that is shown
  function follow(lead) {
    const form = document.getElementById("lead");
    if (!form) return;
    const { seen, to, back, clockDo, clockWords, nextWords } = lead.dataset, has = name => name in lead.dataset;
    // Two who press "next" together go one step: a press just after the step of the other one comes is no press
    if (form.elements.to.value !== to) form.dispatchEvent(new CustomEvent("live:replaced", { bubbles: true }));
    for (const [name, value] of Object.entries({ seen, to, back })) form.elements[name].value = value;
    const shown = { step: has("hasStep"), next: has("hasNext") };
    for (const button of form.querySelectorAll("[data-when]"))
      button.hidden = has("closed") || !shown[button.dataset.when];
    form.querySelector("#lead-shorten").hidden = has("closed");
    form.querySelector("#lead-clock").value = clockDo;
    form.querySelector("[data-clock-label]").textContent = clockWords;
    form.querySelector("[data-next-label]").textContent = nextWords;
  }

  // The button that was pressed may be gone after it, as at the last step: the keyboard stays with the others
  function keepFocus(place) {
    if (document.activeElement === document.body) document.querySelector(`#${place} button:not([hidden])`)?.focus();
  }
  let pressed = "";
  document.addEventListener("live:sending", ({ target }) => { pressed = target.closest("#lead, #lead-choice, #count")?.id ?? ""; });

  // A form of a step that is over has nothing to press any more, also under the thumb; what is typed stays. A mark
  // (data-stays) stays until the page asked again
  function putAway() {
    for (const own of page.querySelectorAll("[data-while]:not([data-stays]), [data-beside]")) {
      own.hidden = !document.getElementById(own.dataset.while ?? own.dataset.beside) && !own.querySelector("[data-typed]");
      if (own.hidden && own.contains(document.activeElement)) document.activeElement.blur();
    }
  }

  setInterval(() => { countAll(document); tellWhenOver(); }, 500);
  document.addEventListener("live:placed", event => {
    countAll(event.detail);
    if (event.detail.matches("[data-lead]")) follow(event.detail);
    if (event.detail.id && event.detail.id === pressed) {
      setTimeout(keepFocus, 0, pressed);
      pressed = "";
    }
    setTimeout(putAway);
  });
  countAll(document);
})();
