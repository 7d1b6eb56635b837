"""Clients in a separate process: each repeats an expensive request and discards the response.

    python -m benchmarks.dear_callers PORT CALLERS SECONDS < requests    one a line, in base64

Prints the number of responses per status. The requests are sent in turn; {number} becomes a new number each time.
"""

import base64
import json
import socket
import sys
import threading
import time
from collections import Counter
from itertools import count

numbers = count()


def call(port: int, requests: list[bytes], until: float, statuses: Counter[int]) -> None:
    line = None
    while time.monotonic() < until:
        for request in requests:
            try:
                line = line or socket.create_connection(("127.0.0.1", port), timeout=60)
                line.sendall(request.replace(b"{number}", b"%08d" % next(numbers)))
                status, stays = read(line)
            except OSError:
                status, stays = 0, False
                time.sleep(0.05)
            statuses[status] += 1
            if not stays:
                line = line.close() if line else None


def read(line: socket.socket) -> tuple[int, bool]:
    """Return the status, and whether the connection stays open; the body is discarded."""
    got = b""
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += more(line)
    head = got[:end].decode("latin1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _colon, value in (one.partition(":") for one in head[1:])}
    if "content-length" not in headers and headers.get("transfer-encoding") == "chunked":
        while not got.endswith(b"0\r\n\r\n"):
            got = got[-8:] + more(line)
        return int(head[0].split()[1]), True
    left = int(headers.get("content-length", 0)) - (len(got) - end - 4)
    while left > 0:
        left -= len(more(line))
    return int(head[0].split()[1]), headers.get("connection", "") != "close"


def more(line: socket.socket) -> bytes:
    data = line.recv(1 << 20)
    if not data:
        raise OSError("the server hung up")
    return data


def main(port: int, callers: int, seconds: float) -> None:
    requests, statuses = [base64.b64decode(line) for line in sys.stdin.buffer], Counter[int]()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=call, args=(port, requests, until, statuses)) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(dict(sorted(statuses.items()))))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
