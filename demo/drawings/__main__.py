"""Draw all drawings, or those that are named: `python -m demo.drawings [street kitchen …]`."""

import inspect
import sys
from collections.abc import Callable
from pathlib import Path

from demo.drawings import green, inside, town
from demo.drawings.sheet import Sheet

FOLDER = Path(__file__).parent.parent / "photos"


def drawings() -> dict[str, Callable[[Sheet], None]]:
    """Return the functions that draw on a sheet and need nothing else, by name."""
    return {
        name: draw
        for room in (green, inside, town)
        for name, draw in inspect.getmembers(room, inspect.isfunction)
        if draw.__module__ == room.__name__ and list(inspect.signature(draw).parameters) == ["sheet"]
    }


def main(names: list[str], folder: Path = FOLDER) -> None:
    folder.mkdir(exist_ok=True)
    for name, draw in drawings().items():
        if not names or name in names:
            sheet = Sheet(name)
            draw(sheet)
            sheet.save(folder / f"{name}.webp")


if __name__ == "__main__":
    main(sys.argv[1:])
