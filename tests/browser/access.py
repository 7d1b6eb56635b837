"""Automatic accessibility checks: axe's findings, and whether a page is wider than its window."""

from pathlib import Path

AXE = Path(__file__).with_name("vendor") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 1440)
SCHEMES = ("light", "dark")


def findings(page):
    """Return `rule: element` for each fault on the current page; empty when there is none."""
    page.wait_for_load_state()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")  # drawn
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{fault['id']}: {node['target']}" for fault in found for node in fault["nodes"]]


def overflow(page):
    """Return how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def with_large_letters(page, size="32px"):
    """Double the text size, as a reader may set it."""
    page.evaluate("size => document.documentElement.style.setProperty('font-size', size)", size)
