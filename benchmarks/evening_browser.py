"""Real Chromium pages that are open during the evening: a phone, the page to lead it, the wall and the big screen."""

import contextlib
import os
import shutil
from typing import Any

from benchmarks.live_table import note

TITLE = {"telefoon": ".phone__step strong", "regie": ".lead-now h1", "scherm": ".screen__kicker bdi"}
WATCH = """where => {
  window.seen = [];
  let last = '';
  const look = () => {
    const words = document.querySelector(where)?.textContent.trim() ?? '';
    if (words && words !== last) window.seen.push([words, Date.now()]);
    last = words;
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
  look();
}"""


class Browsers:
    """Pages by name. `lost` are errors of their scripts."""

    def __init__(self, browser: Any, origin: str) -> None:
        self.browser, self.origin, self.pages, self.lost = browser, origin, {}, []

    async def open(self, name: str, path: str, cookies: dict[str, str], **screen: int) -> None:
        context = await self.browser.new_context(viewport=screen, locale="nl-NL")
        await context.add_cookies(
            [{"name": name, "value": value, "url": self.origin} for name, value in cookies.items()]
        )
        page = self.pages[name] = await context.new_page()
        page.on("pageerror", lambda error: self.lost.append(f"{name}: {error}"))
        await page.goto(f"{self.origin}{path}")
        if name in TITLE:
            await page.evaluate(WATCH, TITLE[name])

    async def late(self, presses: list[tuple[int, float]], titles: dict[int, str]) -> list[float]:
        """Return how long after each press the pages showed that step, in seconds, shortest first."""
        took = []
        for name in TITLE.keys() & self.pages.keys():
            seen = await self.pages[name].evaluate("() => window.seen ?? []")
            for step, pressed in presses:
                at = [when / 1000 for words, when in seen if words == titles.get(step) and when / 1000 >= pressed]
                took += [at[0] - pressed] if at and at[0] < pressed + 20 else []
        return sorted(took)


@contextlib.asynccontextmanager
async def browsers(origin: str, is_wanted: bool = True):
    """Yield Browsers; None, with a line that says so, where there is no Chromium or it isn't wanted."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not is_wanted or not program:
        note("no pages in Chromium")
        yield None
        return
    from playwright.async_api import async_playwright

    flags = ["--no-sandbox"] if os.getuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=flags)
        yield Browsers(browser, origin)
        await browser.close()
