"""Build nlds.css and tokens.css: run `npm install`, then `python3 bundle.py`, in this folder.

Run it again after you add a component here, or a --basis-* token to themes.css or stadslab.css.
"""

import re
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
CANDIDATE = ["button", "heading", "paragraph", "link", "skip-link", "data-badge"]
UTRECHT = [
    "form-label",
    "form-field",
    "form-field-description",
    "form-field-error-message",
    "textbox",
    "textarea",
    "select",
    "custom-checkbox",
    "alert",
]
TOKENS = MODULES / "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
LICENCE = "EUPL-1.2, see LICENSE-EUPL-1.2.md and SOURCES.md."


def component(path: Path) -> str:
    css = path.read_text()
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(
        r"background-image:url\((?P<q>[\"']?)data:.*?(?P=q)\)(;|(?=\}))", "", css
    )  # img-src 'self' refuses data: images
    css = re.sub(r"url\([\"']?data:[^)]*\)", "none", css)
    return re.sub(r"\.nl-button:where\([^{}]*positive[^{}]*\{[^}]*\}", "", css).strip()  # a variant we don't use


def needed(tokens: dict[str, str], css: str) -> set[str]:
    """Return the tokens that `css` mentions, and the tokens that those refer to."""
    found: set[str] = set()
    todo = set(re.findall(r"--[\w-]+", css))
    while todo:
        name = todo.pop()
        if name in tokens and name not in found:
            found.add(name)
            todo |= set(re.findall(r"--[\w-]+", tokens[name]))
    return found


def bundle() -> None:
    sources = [MODULES / f"@nl-design-system-candidate/{c}-css/dist/{c}.css" for c in CANDIDATE]
    sources += [MODULES / f"@utrecht/{u}-css/dist/index.min.css" for u in UTRECHT]
    css = "\n".join(component(path) for path in sources)
    (HERE / "nlds.css").write_text(
        f"/* NL Design System components, built CSS; comments, data: images and unused button variants left out.\n   {LICENCE} */\n{css}\n"
    )
    tokens = dict(re.findall(r"^\s*(--[\w-]+):\s*(.*?);\s*$", TOKENS.read_text(), flags=re.M))
    own = "".join((HERE.parent / name).read_text() for name in ("themes.css", "stadslab.css"))
    keep = needed(tokens, css + own)
    lines = "\n".join(f"{name}:{value};" for name, value in tokens.items() if name in keep)
    (HERE / "tokens.css").write_text(
        f"/* Only the tokens that the components and our sheets use.\n   {LICENCE} */\n.voorbeeld-theme{{\n{lines}\n}}\n"
    )


if __name__ == "__main__":
    bundle()
