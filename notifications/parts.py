"""The parts of a person's news: only the counter beside their name."""

from realtime.parts import PartKind

COUNT = PartKind("news-count", "notifications/_count.html", ("revision",), ("head",))
