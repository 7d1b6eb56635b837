"""A thousand readers in one process: raw sockets with little Python, so that the benchmark measures the server.

    python -m benchmarks.live_client PORT ORIGIN COUNT PATH [FOLLOW…]

PATH is /live/ or another one. FOLLOW is topic:view:cursor; of topic,topic,…:view:cursor each reader follows one. It
prints "ready" when all are connected (and answered), reports at each line of input, and ends with its input. The line
"cut" breaks all connections at once: readers reconnect as our page does. The line "current TOPIC:REVISION…" waits
until each reader has applied everything up to these heads, and prints how many have, and how long after the cut.
"""

import asyncio
import base64
import json
import os
import random
import re
import sys
import time

UPDATE = re.compile(rb'"topic":"([^"]+)","after":"[^".]+\.(\d+)","upto":"([^".]+)\.(\d+)"')
MARK = re.compile(rb"mark-(\d+)-")
SEEN_EVERY = 4.0  # like our own page
SLICES = 20


class Reader(asyncio.Protocol):
    cookie = ""

    def __init__(self, crowd, number):
        self.crowd, self.view = crowd, crowd.view
        self.cursors, self.unseen = crowd.cursors_of(number), set()
        self.marks = {}
        self.reached = []  # (topic, revision, time) of each step since the cut
        self.frames = self.gaps = 0
        self.closed = None

    def connect(self):
        """Connect again, from its own cursor."""
        self.buffer = bytearray()
        self.is_open = False
        self.answered = set()
        return asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.crowd.port)

    def connection_made(self, transport):
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET {self.crowd.path} HTTP/1.1\r\nHost: {self.crowd.host}\r\nOrigin: {self.crowd.origin}\r\n"
        head += "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        head += f"Sec-WebSocket-Key: {key}\r\n"
        head += f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        transport.write(f"{head}\r\n".encode())

    def data_received(self, data):
        self.buffer += data
        if not self.is_open:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if b" 101 " not in self.buffer[:20]:
                return self.refused(bytes(self.buffer[:end]))
            del self.buffer[: end + 4]
            self.is_open = True
            self.opened()
        while (frame := self.next_frame()) is not None:
            self.hear(*frame)

    def refused(self, head):
        raise SystemExit(f"refused: {head!r}")

    def opened(self):
        if self.cursors:
            topics = {name: {"view": self.view, "after": cursor} for name, cursor in self.cursors.items()}
            self.say({"type": "follow", "lang": "nl", "topics": topics})
        else:
            self.crowd.is_ready(self)

    def next_frame(self):
        buffer = self.buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 127, 2
        if size == 126:
            size, start = int.from_bytes(buffer[2:4]), 4
        elif size == 127:
            size, start = int.from_bytes(buffer[2:10]), 10
        if len(buffer) < start + size:
            return None
        frame = buffer[0] & 15, bytes(buffer[start : start + size])
        del buffer[: start + size]
        return frame

    def hear(self, kind, payload):
        if kind == 9:
            self.frame(10, payload)
        elif kind == 8:
            self.closed = int.from_bytes(payload[:2])
        elif kind == 1:
            self.frames += 1
            self.crowd.bytes += len(payload)
            if self.cursors:
                self.update(payload)

    def update(self, payload):
        match = UPDATE.search(payload, 0, 300)
        if not match:
            return
        topic, after, epoch, upto = match[1].decode(), int(match[2]), match[3].decode(), int(match[4])
        cursor = int(self.cursors[topic].rpartition(".")[2])
        self.gaps += after > cursor
        self.unseen.add(topic)
        self.answered.add(topic)
        if upto > cursor:
            self.cursors[topic] = f"{epoch}.{upto}"
            self.reached.append((topic, upto, time.monotonic()))
            for mark in MARK.findall(payload):
                self.marks.setdefault(int(mark), time.monotonic())
        if len(self.answered) == len(self.cursors):
            self.crowd.is_ready(self)

    def current_at(self, heads):
        """Return when this reader had applied everything up to the heads of what it follows; None if not yet."""
        times = [0.0]
        for topic, cursor in self.cursors.items():
            if int(cursor.rpartition(".")[2]) < heads[topic]:
                return None
            times += [at for name, upto, at in self.reached if name == topic and upto >= heads[topic]][:1]
        return max(times)

    def see(self):
        if self.unseen and self.is_open:
            self.say({"type": "seen", "topics": {topic: self.cursors[topic] for topic in self.unseen}})
            self.unseen.clear()

    def say(self, message):
        self.frame(1, json.dumps(message).encode())

    def frame(self, kind, payload):
        size = len(payload)
        head = bytes([128 | kind, 128 | size]) if size < 126 else bytes([128 | kind, 254]) + size.to_bytes(2)
        self.transport.write(head + b"\0\0\0\0" + payload)  # a mask of zeros is valid


class Crowd:
    def __init__(self, port, origin, path, follows):
        self.host, self.origin, self.path, self.port = origin.partition("//")[2], origin, path, port
        self.follows = [(names.split(","), cursor) for names, _, cursor in follows]
        self.view = follows[0][1] if follows else ""
        self.readers, self.ready, self.bytes, self.cut_at = [], set(), 0, time.monotonic()

    def cursors_of(self, number):
        return {names[number % len(names)]: cursor for names, cursor in self.follows}

    def is_ready(self, reader):
        self.ready.add(reader)

    async def gather(self, count):
        self.readers = [Reader(self, number) for number in range(count)]
        for number, reader in enumerate(self.readers):
            await reader.connect()
            if number % 50 == 49:
                await asyncio.sleep(0.05)
        await self.until_ready()

    async def until_ready(self, seconds=120):
        until = time.monotonic() + seconds
        while len(self.ready) < len(self.readers) and time.monotonic() < until:
            await asyncio.sleep(0.05)

    async def cut(self):
        """Break every connection; the readers reconnect as pages do, after 1 to 3 s."""
        self.cut_at = time.monotonic()
        self.ready.clear()
        for reader in self.readers:
            reader.reached.clear()
            reader.transport.abort()
        await asyncio.gather(*(self.come_back(reader) for reader in self.readers))
        await self.until_ready()
        return self.report()

    async def current(self, heads, seconds=30):
        """Wait until all readers are at these heads; return how many are, and when the last one was."""
        until = time.monotonic() + seconds
        while True:
            times = [at for reader in self.readers if (at := reader.current_at(heads)) is not None]
            if len(times) == len(self.readers) or time.monotonic() > until:
                return {"current": len(times), "seconds": max([self.cut_at, *times]) - self.cut_at}
            await asyncio.sleep(0.1)

    async def come_back(self, reader):
        await asyncio.sleep(1 + 2 * random.random())
        await reader.connect()

    async def see_for_ever(self):
        while True:
            for slice in range(SLICES):
                for reader in self.readers[slice::SLICES]:
                    reader.see()
                await asyncio.sleep(SEEN_EVERY / SLICES)

    def report(self):
        first = self.readers[0]
        return {
            "frames": sum(reader.frames for reader in self.readers),
            "bytes": self.bytes,
            "gaps": sum(reader.gaps for reader in self.readers),
            "closed": sum(reader.closed is not None for reader in self.readers),
            "marks": [reader.marks for reader in self.readers] if any(reader.marks for reader in self.readers) else [],
            "one": first.frames,
        }


async def main(port, origin, count, path, *follows):
    crowd = Crowd(int(port), origin, path, [tuple(follow.split(":")) for follow in follows])
    await crowd.gather(int(count))
    seeing = asyncio.create_task(crowd.see_for_ever())
    print(f"ready {len(crowd.ready)}", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        command, *heads = line.split() or [""]
        if command == "current":
            answer = await crowd.current(
                {topic: int(head) for topic, _, head in (one.partition(":") for one in heads)}
            )
        else:
            answer = await crowd.cut() if command == "cut" else crowd.report()
        print(json.dumps(answer), flush=True)
    seeing.cancel()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
