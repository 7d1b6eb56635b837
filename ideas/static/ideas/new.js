// The form of a new idea: the title appears beside it while you type.
document.addEventListener("input", ({ target }) => {
  const echo = document.querySelector(`[data-echo="${CSS.escape(target.id)}"]`);
  if (echo) echo.textContent = target.value;
});
