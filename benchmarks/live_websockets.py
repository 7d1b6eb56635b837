"""The reference without a framework: a server of the library `websockets`, with its own `broadcast`.

python -m benchmarks.live_websockets PORT     each input line "RATE SECONDS BYTES" runs, and prints its cost
"""

import asyncio
import json
import resource
import sys

from websockets.asyncio.server import broadcast, serve


async def main(port):
    async with serve(hear, "127.0.0.1", port, backlog=1024) as server:
        while line := await asyncio.to_thread(sys.stdin.readline):
            rate, seconds, size = map(float, line.split())
            before = cpu_seconds()
            for number in range(int(rate * seconds)):
                broadcast(server.connections, words(number, int(size)))
                await asyncio.sleep(1 / rate)
            await asyncio.sleep(1)
            print(json.dumps({"cpu": cpu_seconds() - before}), flush=True)


async def hear(socket):
    await socket.wait_closed()


def words(number, size):
    return json.dumps({"type": "update", "upto": number, "html": "x" * size})[-size:]


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
