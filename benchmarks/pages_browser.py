"""A first visit in a real Chromium with a phone's screen, and a processor four times as slow."""

import contextlib
import os
import shutil
import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

ROUNDS = 3
MOST_BYTES, MOST_REQUESTS, MOST_MS = 150 * 1024, 20, 1200
LCP = """new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
  .observe({type: 'largest-contentful-paint', buffered: true}))"""


def look(port: int, addresses: dict[str, str]) -> list[str]:
    """Print bytes, requests and largest contentful paint of each page; return the figures above their limits."""
    failed = []
    with chromium() as browser:
        if not browser:
            return []
        print(f"{'first visit, 4 × CPU throttle':32}{'KB':>6}{'requests':>10}{'LCP ms':>8}")
        for name, address in addresses.items():
            visits = [visit(browser, f"http://localhost:{port}{address}") for _ in range(ROUNDS)]
            weight, requests, paint = (statistics.median(values) for values in zip(*visits, strict=True))
            print(f"{name:32}{weight / 1024:6.0f}{requests:10.0f}{paint:8.0f}")
            is_too_much = weight > MOST_BYTES or requests > MOST_REQUESTS or paint > MOST_MS
            failed += [f"{name}: {weight / 1024:.0f} KB, {requests} requests, {paint:.0f} ms"] * is_too_much
    return failed


@contextlib.contextmanager
def chromium() -> Iterator[Browser | None]:
    """Yield a browser; None, with a line that says so, where there is no Chromium."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        print("no Chromium: no largest contentful paint")
        yield None
        return
    flags = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


def visit(browser: Browser, address: str) -> tuple[float, int, float]:
    """Visit with empty caches: return bytes on the wire, requests, and the largest contentful paint."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="nl-NL")
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load")
    page.wait_for_timeout(700)
    paint = page.evaluate(LCP)
    context.close()
    return sum(sizes), len(sizes), paint
