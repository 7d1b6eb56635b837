"""Clients that ask more of live than any page does, over many sockets and over HTTP.

    python -m benchmarks.storm_attack PORT ORIGIN EPOCH HOW SOCKETS CALLERS ID,ID,…

They use other addresses than honest clients, and continue until a line of input; then they print their results.
"""

import asyncio
import base64
import contextlib
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter

SOCKETS, CALLERS = 50, 20
HOWS = ["from revision 0", "random cursors", "all views", "one topic", "junk", "churn", "many addresses"]
WARM_UP = 4  # seconds until the server knows which clients come too often
TOPICS = 59
FAR = 10**15  # a `seen` of this acknowledges everything


class Attack:
    def __init__(self, port, origin, epoch, how, ids):
        self.port, self.origin, self.host, self.epoch, self.how = port, origin, origin.partition("//")[2], epoch, how
        self.ids = ids
        self.ends = Counter()
        self.random = random.Random(1)

    def address(self, number):
        """Return the address of a client: one per attack, so that each has its own budget; or one per client."""
        return f"127.0.{100 + HOWS.index(self.how)}.{number + 2 if self.how == 'many addresses' else 2}"

    def wishes(self):
        """Return the topics, views and cursors of one message."""
        ids = self.random.sample(self.ids, min(TOPICS, len(self.ids)))
        match self.how:
            case "random cursors":
                return [(f"idea-{id}", "page", self.random.randrange(40)) for id in ids]
            case "all views":
                return [(f"idea-{id}", self.random.choice(["page", "card"]), self.random.randrange(9)) for id in ids]
            case "one topic":
                return [(f"idea-{ids[0]}", "page", 0)]
            case "junk":
                return [(f"idea-{self.random.randrange(10**9)}", "page", self.random.randrange(40)) for _ in ids]
            case "many addresses":
                return [(f"idea-{id}", "page", self.random.randrange(40)) for id in ids[:30]]
        return [(f"idea-{id}", "page", 0) for id in ids]

    @property
    def pause(self):
        return 0.5 if self.how in ("one topic", "many addresses") else 0.05 if self.how == "churn" else 1.0

    async def socket(self, number):
        """Follow again and again, and acknowledge everything; reconnect at once when closed."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self.one_socket(number)
            await asyncio.sleep(0.5)

    async def one_socket(self, number):
        local = (self.address(number), 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, local_addr=local, limit=1 << 20)
        hearing = None
        try:
            key = base64.b64encode(os.urandom(16)).decode()
            head = f"GET /live/ HTTP/1.1\r\nHost: {self.host}\r\nOrigin: {self.origin}\r\nUpgrade: websocket\r\n"
            head += f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            writer.write(head.encode())
            status = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
            if status != "101":
                self.ends[f"refused {status}"] += 1
                return
            hearing = asyncio.create_task(self.hear(reader))
            while not hearing.done():
                lang = self.random.choice(["nl", "en"]) if self.how == "all views" else "nl"
                wishes = {name: {"view": view, "after": f"{self.epoch}.{at}"} for name, view, at in self.wishes()}
                say(writer, {"type": "follow", "lang": lang, "topics": wishes})
                if self.how != "churn":
                    say(writer, {"type": "seen", "topics": dict.fromkeys(wishes, f"{self.epoch}.{FAR}")})
                await writer.drain()
                await asyncio.sleep(self.pause * (0.8 + 0.4 * self.random.random()))
                if self.how == "churn":
                    return
        finally:
            if hearing:
                hearing.cancel()
            writer.transport.abort()

    async def hear(self, reader):
        while True:
            first, size = await reader.readexactly(2)
            if size > 125:
                size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8))
            payload = await reader.readexactly(size)
            if first & 15 == 8:
                self.ends[f"closed {int.from_bytes(payload[:2])}"] += 1
                return

    async def call(self, number):
        """Send GET /live/ again after each response, at most a few times a second."""
        while True:
            follow = "&".join(f"follow={name}:{view}:{self.epoch}.{at}" for name, view, at in self.wishes())
            request = f"GET /live/?lang=nl&now=1&{follow} HTTP/1.1\r\nHost: {self.host}\r\nConnection: close\r\n\r\n"
            try:
                reader, writer = await asyncio.open_connection(
                    "127.0.0.1", self.port, local_addr=(self.address(100 + number), 0)
                )
                writer.write(request.encode())
                answer = await reader.read()
                self.ends[f"answered {answer[9:12].decode()}"] += 1
                writer.close()
            except OSError:
                self.ends["cut"] += 1
            await asyncio.sleep(0.05)


@contextlib.contextmanager
def attacked(site, how):
    """Start the attack; yield a dictionary that has its results afterwards."""
    command = [sys.executable, "-m", "benchmarks.storm_attack", str(site.port), site.origin, site.epoch, how]
    command += [str(SOCKETS), str(CALLERS), ",".join(map(str, site.ids))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    fared = {}
    try:
        time.sleep(WARM_UP)
        yield fared
    finally:
        fared |= json.loads(process.communicate("\n")[0])


def say(writer, message):
    payload = json.dumps(message, separators=(",", ":")).encode()
    size = len(payload)
    head = bytes([129, 128 | size]) if size < 126 else bytes([129, 254]) + size.to_bytes(2)
    writer.write(head + b"\0\0\0\0" + payload)


async def main(port, origin, epoch, how, sockets, callers, ids):
    attack = Attack(int(port), origin, epoch, how, [int(id) for id in ids.split(",")])
    work = [attack.socket(number) for number in range(int(sockets))]
    work += [attack.call(number) for number in range(int(callers))]
    tasks = [asyncio.create_task(one) for one in work]
    await asyncio.to_thread(sys.stdin.readline)
    print(json.dumps(attack.ends), flush=True)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
