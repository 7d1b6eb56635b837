"""An application that reports how many bytes of a body it got, and how many fields Twisted parsed.

With EAGER=1 daphne passes on all of it, and Twisted parses it.
"""

import os

from stadslab.large import throw_away_large

if not os.environ.get("EAGER"):
    throw_away_large()


async def application(scope, receive, send):
    handed, more = 0, True
    while more:
        message = await receive()
        handed += len(message.get("body", b""))
        more = message.get("more_body")
    request = send.args[0]  # daphne's
    body = f"{handed} {len(request.args)}".encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
