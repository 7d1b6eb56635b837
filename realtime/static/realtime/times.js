// Words for <time datetime="…" data-words>: "5 minuten geleden", "gisteren", "over 9 dagen". After a week the date
// stays. It also marks the day that is .today in <table data-month="2026-11">, also on a page that was opened
// yesterday; and it counts the days to [data-days-to].
(() => {
  "use strict";
  window.stadslab ??= {};
  const root = window.stadslab;
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "nl", { numeric: "auto" });
  const day = date => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const within = { days: 7, left: 60 };

  function relative(then, most) {
    const now = new Date(), seconds = (then - now) / 1000;
    const days = Math.round((day(then) - day(now)) / 86_400_000);
    if (Math.abs(days) > most) return null;
    if (Math.abs(seconds) < 45) return words.format(0, "second");
    if (Math.abs(seconds) < 3600) return words.format(Math.trunc(seconds / 60) || Math.sign(seconds), "minute");
    if (days === 0) return words.format(Math.trunc(seconds / 3600), "hour");
    return words.format(days, "day");
  }

  function reword(element) {
    const text = element.getAttribute("datetime");
    // a date without time means a local day, not midnight UTC
    const then = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T12:00`) : new Date(text);
    if (Number.isNaN(then.getTime())) return;
    element.title ||= element.textContent.trim();
    const said = text.length === 10 && day(then) - day(new Date()) === 0 ? words.format(0, "day")
      : relative(then, within[element.dataset.words] ?? within.days);
    const next = said ?? element.title;
    if (element.textContent !== next) element.textContent = next;
  }

  function mark(month) {
    const now = new Date(), here = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
    const today = month.dataset.month === here ? String(now.getDate()) : "";
    for (const number of month.querySelectorAll("td > b")) {
      const isToday = number.textContent === today, { classList } = number.parentElement;
      if (classList.contains("today") !== isToday) classList.toggle("today");
    }
  }

  // Words that hold for a while, such as "Nu open, tot 21.00 uur". The last of a row stay: they may be a heading
  function turn(spell) {
    const { trueFrom, trueUntil } = spell.dataset, now = Date.now();
    const isLast = !spell.nextElementSibling?.dataset.trueFrom;
    const isTrue = !(now < Date.parse(trueFrom)) && (isLast || !(now >= Date.parse(trueUntil)));
    if (spell.hidden === isTrue) spell.hidden = !isTrue;
  }

  // Calendar days until a day, or since then: "nog 14 dagen", "7 dagen te laat"
  function count(element) {
    const { daysTo, left, leftOne, late, lateOne, today } = element.dataset;
    const days = Math.round((day(new Date(`${daysTo}T12:00`)) - day(new Date())) / 86_400_000), n = Math.abs(days);
    const form = days === 0 ? today : days > 0 ? (n === 1 ? leftOne : left) : (n === 1 ? lateOne : late);
    const next = form.replace("{n}", n);
    if (element.textContent !== next) element.textContent = next;
  }

  root.words = element => {
    for (const spell of element.querySelectorAll("[data-true-from], [data-true-until]")) turn(spell);
    for (const month of element.querySelectorAll("[data-month]")) mark(month);
    for (const days of element.querySelectorAll("[data-days-to]")) count(days);
    for (const time of element.querySelectorAll("time[data-words]")) reword(time);
    if (element.matches?.("time[data-words]")) reword(element);
  };
  setInterval(() => { if (!document.hidden) root.words(document.body); }, 60_000);
  document.addEventListener("DOMContentLoaded", () => root.words(document.body));
})();
