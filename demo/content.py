"""Read the content of the example labs: for each lab a folder of TOML files in labs/, and labs/every.toml for all."""

import tomllib
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from demo.shapes import Lab

LABS = Path(__file__).parent / "labs"


class Wrong(Exception):
    """A file holds something that the shapes don't declare, or lacks something that they require."""


def read(slug: str, labs: Path = LABS) -> Lab:
    """Read one lab: its files in order of name, then the content of every lab. Raises Wrong."""
    told: dict[str, Any] = {}
    hints = get_type_hints(Lab)
    for file in [*sorted((labs / slug).glob("*.toml")), labs / "every.toml"]:
        try:
            for name, value in tomllib.loads(file.read_text(encoding="utf-8")).items():
                if name not in hints:
                    raise TypeError(f"a lab has no {name!r}")
                more = shaped(hints[name], value)
                told[name] = told.get(name, []) + more if isinstance(more, list) else more
        except (TypeError, ValueError) as error:
            raise Wrong(f"{file.relative_to(labs)}: {error}") from error
    try:
        return Lab(**told)
    except TypeError as error:
        raise Wrong(f"{slug}: {error}") from error


def shaped(kind: Any, told: Any) -> Any:
    """Convert `told` to the type `kind`: a table becomes a shape, an array becomes a list of shapes, or a tuple."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: shaped(hints.get(name), value) for name, value in told.items()})
    if get_origin(kind) is list:
        (of_what,) = get_args(kind)
        return [shaped(of_what, one) for said in told for one in _each(said)]
    if isinstance(told, list):
        return tuple(shaped(None, one) for one in told)
    return told


def _each(told: Any) -> Iterator[Any]:
    """Yield the table; for each table in `again`, also a copy with its values."""
    again = told.pop("again", []) if isinstance(told, dict) else []
    yield told
    for other in again:
        yield told | other
