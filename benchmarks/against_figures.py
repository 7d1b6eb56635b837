"""Figures of an earlier commit and of this code: which ones became worse, by more than chance.

The earlier commit runs twice. The difference between its two runs, of the same code in the same minutes, is chance.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

THEN, AGAIN, NOW = SIDES = ("then", "again", "now")


WIDTH = 48
NOISY = 0.25  # a margin above this proves little: the machine is too busy


class Kind(NamedTuple):
    """What the figures of one kind have in common: their chance is measured together."""

    unit: str
    least_margin: float  # also if the two runs of the earlier commit happened to be equal
    more_is_better: bool = False


WEIGHT = Kind("KB", 0.01)
REQUESTS = Kind("requests", 0.0)
PAINT = Kind("LCP, ms", 0.05)
CPU = Kind("CPU, ms", 0.05)
DELIVERIES = Kind("deliveries/s a core", 0.05, more_is_better=True)
LATENCY = Kind("ms", 0.10)


@dataclass
class Figure:
    """One figure: of each side its values, one for each turn. The best counts: a busy machine only makes it worse."""

    name: str
    kind: Kind
    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def best(self, side: str) -> float:
        return (max if self.kind.more_is_better else min)(self.values[side])

    def worse(self, side: str) -> float:
        """Return how much worse than THEN this side is: 0.1 is ten per cent, and below 0 it is better."""
        then, other = self.best(THEN), self.best(side)
        return (then / other if self.kind.more_is_better else other / then) - 1


class Figures(dict[tuple[str, Kind], Figure]):
    """All figures of a run, in the order in which they came."""

    def add(self, name: str, kind: Kind, side: str, value: float) -> None:
        figure = self.setdefault((name, kind), Figure(name, kind))
        figure.values[side].append(value)

    def margin(self, kind: Kind) -> float:
        """Return by how much figures of this kind differ by chance: the largest difference of THEN and AGAIN."""
        chance = (abs(one.worse(AGAIN)) for one in self.values() if one.kind is kind)
        return max(kind.least_margin, *chance)

    def rows(self) -> Iterable[str]:
        """Yield a head, and a line for each figure."""
        yield f"{'':{WIDTH}}{'then':>10}{'again':>10}{'now':>10}{'now/then':>10}{'margin':>9}"
        for figure in self.values():
            then, again, now = (figure.best(side) for side in SIDES)
            name, margin = f"{figure.name}, {figure.kind.unit}", self.margin(figure.kind)
            line = f"{name:{WIDTH}}{then:10,.1f}{again:10,.1f}{now:10,.1f}{now / then:10.2f}{margin:9.0%}"
            yield line + "   WORSE" * self.is_worse(figure) + "   noisy" * (margin > NOISY)

    def is_worse(self, figure: Figure) -> bool:
        return figure.worse(NOW) > self.margin(figure.kind)

    def worse(self) -> list[str]:
        """Return the figures that are worse now by more than their margin."""
        return [
            f"{figure.name}, {figure.kind.unit}: {figure.worse(NOW):.0%} worse"
            for figure in self.values()
            if self.is_worse(figure)
        ]
