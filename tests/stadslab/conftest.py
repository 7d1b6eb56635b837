"""`ask`: requests to one_hop, without a server."""

import asyncio

import pytest
from django.core.asgi import get_asgi_application
from django.test import override_settings

from stadslab.one_hop import OneHop
from stadslab.settings import MIDDLEWARE
from tests.stadslab import one_hop_site
from tests.stadslab.one_hop_site import ends, refuse, seen


@pytest.fixture
def ask():
    """`ask(path, method, body)`: status, headers and body, as the server would send them."""
    seen.clear()
    ends.clear()
    with override_settings(ROOT_URLCONF=one_hop_site.__name__, MIDDLEWARE=MIDDLEWARE):
        one_hop = OneHop(get_asgi_application(), refuse)

        async def call(address, method="GET", body=b"", to=one_hop, kind=b"text/plain", query=b"", client=""):
            sent, waits = [], asyncio.Event()
            headers = [(b"host", b"testserver"), (b"content-type", kind)]
            headers += [(b"content-length", str(len(body)).encode())] if body else []
            scope = {"type": "http", "method": method, "path": address, "query_string": query, "headers": headers}
            scope["client"] = [client, 1]
            messages = iter([{"type": "http.request", "body": body}])

            async def receive():
                for message in messages:
                    return message
                await waits.wait()

            async def send(message):
                sent.append(message)

            await to(scope, receive, send)
            text = b"".join(message.get("body", b"") for message in sent[1:])
            return sent[0]["status"], [(name.lower(), value) for name, value in sent[0]["headers"]], text

        call.one_hop = one_hop
        yield call
        turns = (one_hop.readers, *one_hop.turns.values(), *one_hop.bodies.values(), one_hop.slow)
        for threads in (*one_hop.writers.values(), *(one.threads for one in turns)):
            threads.shutdown(cancel_futures=True)
