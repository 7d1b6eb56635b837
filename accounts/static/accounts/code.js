// The page that asks for the code: it is sent as soon as all its digits are typed or pasted, and the page says so. An
// older mail may have a code of another length: then only the button sends it.
(() => {
  "use strict";
  const field = document.querySelector("[data-digits]"), words = document.querySelector("[data-goes-on]");
  if (!field.dataset.digits) return;
  words.hidden = false;
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), words.id].filter(Boolean).join(" "));
  let sent = field.value;
  field.addEventListener("input", () => {
    const { length } = field.value.match(/\p{Nd}/gu) ?? [];
    if (length !== Number(field.dataset.digits) || field.value === sent) return;
    sent = field.value;
    field.form.requestSubmit();
  });
})();
