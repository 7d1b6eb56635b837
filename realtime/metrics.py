"""Metrics of live, for Prometheus. Each server process counts for itself, so each metric has a process label.

Nothing is counted per delivery: we count frames, and how many sockets each went to.
"""

import os
from collections.abc import Callable, Mapping

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

CONTENT_TYPE = prometheus_client.CONTENT_TYPE_PLAIN_0_0_4
PROCESS = str(os.getpid())
SECONDS = (0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 1.5, 2, 5, 10)
BYTES = (256, 1024, 4096, 16384, 65536, 131072)

prometheus_client.disable_created_metrics()
registry = CollectorRegistry()


def _counter(name: str, words: str, *labels: str) -> Counter:
    return Counter(f"stadslab_live_{name}", words, ("process", *labels), registry=registry)


def _gauge(name: str, words: str) -> Gauge:
    return Gauge(f"stadslab_live_{name}", words, ("process",), registry=registry).labels(PROCESS)


def _histogram(name: str, words: str, buckets: tuple[float, ...]) -> Histogram:
    found = Histogram(f"stadslab_live_{name}", words, ("process",), registry=registry, buckets=buckets)
    return found.labels(PROCESS)


updates = _counter("updates", "Updates handed to sockets").labels(PROCESS)
resets = _counter("resets", "Pages that had to fetch a part of themselves again").labels(PROCESS)
only_polled = _counter("only_polled", "Changes that nobody rang for, and the poll brought").labels(PROCESS)
closes = _counter("closes", "Sockets that we closed, by close code", "code")
slowed = _counter("slowed", "Pages that were made to wait, because they asked too much").labels(PROCESS)
lag = _histogram("lag_seconds", "From the ring after commit until the last socket was handed the update", SECONDS)
catch_up = _histogram("catch_up_bytes", "What pages missed that came (back), once for all who missed the same", BYTES)
sockets = _gauge("sockets", "Open sockets, and pages that wait over HTTP")
topics = _gauge("topics", "Things that somebody watches")
behind = _gauge("behind_seconds", "For how long what changed, or the look of each second, has been due")
catching_up = _gauge("catching_up", "Things whose newcomers wait to be brought up to date")
catching_up_for = _gauge("catching_up_seconds", "For how long the first of those has waited")
slowed_now = _gauge("slowed_now", "Pages that wait now because they asked too much")


def closed(code: int) -> None:
    closes.labels(PROCESS, str(code)).inc()


def watch(gauges: Mapping[Gauge, Callable[[], float]]) -> None:
    """Let each gauge call its function when it is read."""
    for gauge, function in gauges.items():
        gauge.set_function(function)


def value(name: str, **labels: str) -> float:
    """Return the value of a metric, `name` without `stadslab_live_`; 0 when it was never counted."""
    return registry.get_sample_value(f"stadslab_live_{name}", labels | {"process": PROCESS}) or 0


def as_text() -> bytes:
    return prometheus_client.generate_latest(registry)
