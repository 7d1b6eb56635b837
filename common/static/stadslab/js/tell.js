// Two small buttons that need a script: print this page, and copy these words. Without the script they stay hidden.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // exists on https and localhost only; selecting by hand always works
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copy);
    words.select();
    await navigator.clipboard.writeText(words.value);
    document.querySelector("[data-said]").textContent = button.dataset.done;
    button.querySelector(".nl-button__label").textContent = button.dataset.done;
  });
}
