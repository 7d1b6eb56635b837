"""Two things that daphne doesn't do by itself: say goodbye when it stops, and close with the protocol's own codes.

Both do nothing under another server: those can.
"""

import sys
from collections.abc import Callable
from typing import Any

GOODBYE_SECONDS = 0.2  # for the frames to leave


def before_it_stops(say: Callable[[], None]) -> None:
    """Have `say` called when daphne is told to stop.

    It would cancel our sockets' tasks, but gives up at the first connection that is open and idle.
    """
    reactor: Any = sys.modules.get("twisted.internet.reactor")
    if reactor is None or not reactor.running:
        return
    from twisted.internet.task import deferLater

    def goodbye() -> Any:
        say()
        return deferLater(reactor, GOODBYE_SECONDS, lambda: None)

    reactor.addSystemEventTrigger("before", "shutdown", goodbye)


def allow_all_close_codes() -> None:
    """Let an ASGI application close with 1003, 1008, 1009 and 1012, as the specification of WebSockets has them.

    Autobahn refuses these to applications (1000 and 3000-4999 only), although it sends them itself. The frame goes out
    by the method that autobahn's own check leads to, and that daphne calls for 1011.
    """
    module: Any = sys.modules.get("daphne.ws_protocol")
    if module is None or module.WebSocketProtocol.serverClose is _server_close:
        return
    module.WebSocketProtocol.serverClose = _server_close


def _server_close(protocol: Any, code: int | None = None) -> None:
    protocol.sendCloseFrame(code=1000 if code is None else code)
