// Two small buttons that only a script can press: print this page, copy these words. Without it they stay hidden.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // only on https and localhost; selecting by hand always works
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copy);
    words.select();
    await navigator.clipboard.writeText(words.value);
    document.querySelector("[data-said]").textContent = button.dataset.done;
    button.querySelector(".nl-button__label").textContent = button.dataset.done;
  });
}
