// A computer that asked to be the big screen: every few seconds it asks whether it was let in, or refused.
(() => {
  "use strict";
  async function look() {
    try {
      const response = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
      if (response.redirected) return location.assign(response.url);
      if (response.ok && !(await response.text()).includes("data-ask-waits")) return location.reload();
    } catch {
      // No connection: it asks again
    }
    setTimeout(look, 3000);
  }
  setTimeout(look, 3000);
})();
