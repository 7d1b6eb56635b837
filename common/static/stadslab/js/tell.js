// Two small buttons that need a script: print this page, and copy these words. Without the script they stay hidden. If
// the browser refuses to copy, the page says so below the button, and the words are selected to copy by hand.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break; // exists on https and localhost only; selecting by hand always works
  const label = button.querySelector(".nl-button__label"), copy = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copy), said = document.querySelector("[data-said]");
    words.select();
    const isCopied = await navigator.clipboard.writeText(words.value).then(() => true, () => false);
    label.textContent = isCopied ? button.dataset.done : copy;
    said.classList.toggle("vh", isCopied);
    if (!isCopied) {
      button.parentElement.after(said);
      words.focus();
      words.select();
    }
    said.textContent = isCopied ? button.dataset.done : button.dataset.byHand;
  });
}
