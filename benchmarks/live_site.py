"""The real site, the stock consumer at /stock/, and an address that makes changes on one of them and measures CPU."""

import asyncio
import json
import os
import resource
import threading
import time
from urllib.parse import parse_qs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.live_settings")

from stadslab.asgi import application as site  # isort: skip  it loads the apps

from daphne.server import WebSocketFactory
from daphne.ws_protocol import WebSocketProtocol
from django.db import transaction
from django.db.backends.signals import connection_created

from benchmarks import live_stock
from ideas.models import Idea
from realtime import hub as hubs
from realtime import limits, metrics, topics
from realtime.connection import Connection
from realtime.doorbell import ring
from realtime.topics import Part

FRAME = 600  # bytes of an update on the wire, for all servers
BULK = limits.BEHIND_BYTES - 1024  # bytes of the largest update; above this the page is fetched instead


class Load:
    """A topic of ideas with one part, which changes with each revision and is as long as FRAME says."""

    views = ("page",)

    def __init__(self, name, size):
        self.name, self.size = name, size

    def heads(self, ids):
        return dict(Idea.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes):
        return wishes

    def parts(self, id, view, after):
        revision = Idea.objects.values_list("revision", flat=True).get(pk=id)
        return [Part(f"load-{id}", revision, lambda: html(id, revision, self.size))]

    def url(self, id, view):
        return ""


def html(id, revision, size=FRAME):
    start = f"<li id='load-{id}' data-revision='{revision}'>"
    return start + "x" * (size - 100 - len(start) - len("</li>")) + "</li>"


topics.TOPICS.join("benchmarks", Load("load", FRAME), Load("bulk", BULK))
stock = live_stock.StockConsumer.as_asgi()
if os.environ.get("STOCK_LINES"):
    WebSocketFactory.protocol = WebSocketProtocol  # daphne's own, without our optimisations


async def application(scope, receive, send):
    if scope["type"] == "websocket" and scope["path"] == "/stock/":
        await stock(scope, receive, send)
    elif scope["type"] == "http" and scope["path"] == "/drive/":
        asked = {key: values[0] for key, values in parse_qs(scope["query_string"].decode()).items()}
        answer = await drive(asked["kind"], float(asked["rate"]), float(asked["seconds"]), asked.get("ids", ""))
        await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
    else:
        await site(scope, receive, send)


async def drive(kind, rate, seconds, ids):
    """Make changes at `rate` a second for `seconds`; return the cost for this process."""
    begun, cpu = time.monotonic(), cpu_seconds()
    counts = count()
    if kind == "hub":
        await asyncio.to_thread(change, [int(id) for id in ids.split(",")], rate, seconds)
    elif kind == "stock":
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0, begun + number / rate - time.monotonic()))
            await live_stock.send({"type": "update", "html": html(1, number), "topic": "load-1", "upto": str(number)})
    else:
        await asyncio.sleep(seconds)
    if kind != "look":
        await asyncio.sleep(1)
    return {
        "cpu": cpu_seconds() - cpu,
        "seconds": time.monotonic() - begun,
        "threads": threading.active_count(),
        "rss": rss(),
        "counts": {name: n - counts[name] for name, n in count().items()},
        "all": count(),
        "heads": await asyncio.to_thread(lambda: dict(Idea.objects.values_list("pk", "revision"))),
    }


def count():
    """Return the numbers of queries and renders of live in this process so far."""
    return {
        "queries": Counted.queries,
        "renders": hubs.here().fragments.rendered,
        "resets": metrics.value("resets_total"),
        "updates": metrics.value("updates_total"),
        "not_read": metrics.value("closes_total", code="4008"),
        "handed": Timed.handed,
        "handing": Timed.seconds,
    }


class Counted:
    """Counts the queries of the hub's threads."""

    queries = 0

    @classmethod
    def query(cls, execute, sql, params, many, context):
        cls.queries += threading.current_thread().name.startswith("live-")
        return execute(sql, params, many, context)

    @classmethod
    def watch(cls, connection, **kwargs):
        """Wrap a pooled connection, which Django creates anew for each request, with the previous wrappers."""
        if cls.query not in connection.execute_wrappers:
            connection.execute_wrappers.append(cls.query)


connection_created.connect(Counted.watch)


class Timed:
    """Measures the loop's CPU seconds for sending updates to sockets, down to the kernel."""

    handed, seconds = 0, 0.0
    push_update = Connection.push_update

    @classmethod
    def push(cls, connection, *update):
        begun = time.thread_time()
        cls.push_update(connection, *update)
        cls.seconds += time.thread_time() - begun
        cls.handed += 1


if os.environ.get("TIME_DELIVERIES"):
    Connection.push_update = lambda connection, *update: Timed.push(connection, *update)


def change(ids, rate, seconds):
    begun = time.monotonic()
    things = [Idea(pk=id) for id in ids]
    for number in range(int(rate * seconds)):
        time.sleep(max(0, begun + number / rate - time.monotonic()))
        for thing in things:
            with transaction.atomic():
                Idea.advance(thing)
                ring(f"load-{thing.pk}")
                ring(f"bulk-{thing.pk}")


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def rss():
    """Return the resident bytes of this process."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()
