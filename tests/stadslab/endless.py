"""An application that sends 100 MB; /count says how much was sent and how it ended.

At /piece it sends one chunk, waits until the client has left, and ends. With EAGER=1 daphne buffers everything at
once, its default. PATIENCE: seconds for a client that reads nothing.
"""

import json
import os

from stadslab import slow_readers

PIECES, PIECE = 1_600, b"x" * 65_536
state = {"sent": 0, "end": ""}
if not os.environ.get("EAGER"):
    slow_readers.wait_for_readers()
slow_readers.PATIENCE = float(os.environ.get("PATIENCE", slow_readers.PATIENCE))


async def application(scope, receive, send):
    if scope["path"] == "/count":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(state).encode()})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    is_one_piece = scope["path"] == "/piece"
    try:
        for number in range(1 if is_one_piece else PIECES):
            await send({"type": "http.response.body", "body": PIECE, "more_body": True})
            state["sent"] = number + 1
        while is_one_piece and (await receive())["type"] != "http.disconnect":
            pass
        await send({"type": "http.response.body"})
        state["end"] = "whole"
    except ConnectionResetError:
        state["end"] = "left"
