"""Servers as `bin/serve` starts them, without anything before them; and how people reach them over HTTP."""

import asyncio
import http.client
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

from stadslab import supervisor
from tests.services import free_port

PATIENCE = 15


class Server:
    def __init__(self):
        self.log, self.port = os.devnull, free_port()
        self.origin = f"http://localhost:{self.port}"
        self.child = None

    def start(self, **environment):
        """Listen and serve, with these variables beside ours."""
        listener = supervisor.listen("127.0.0.1", self.port)
        self.child = supervisor.web(listener)
        self.child.command[-1] = "tests.faults.site:application"
        ours = [f"{name}={value}" for name, value in environment.items()]
        self.child.command = ["sh", "-c", 'exec "$@" 2>>"$0"', str(self.log), "env", *ours, *self.child.command]
        self.child.start()
        listener.close()  # who calls a dead server is refused, not kept waiting

    @property
    def is_there(self):
        return self.child is not None and not self.child.has_ended

    def kill(self):
        os.kill(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()

    async def stop(self):
        await asyncio.to_thread(supervisor.stop, [self.child])

    async def answers(self, seconds=40):
        until = time.monotonic() + seconds
        while (await asyncio.to_thread(call, self.port, "GET", "/robots.txt", "", {}))[0] != 200:
            if time.monotonic() > until:
                raise RuntimeError(f"the server on {self.port} does not answer")
            await asyncio.sleep(0.1)


class Web:
    """Two servers or more. Nobody balances: whoever finds one gone goes to the next."""

    def __init__(self, count):
        self.servers = [Server() for _ in range(count)]
        self.origins = [server.origin for server in self.servers]
        self.pool = ThreadPoolExecutor(24, thread_name_prefix="people")

    async def start(self):
        for server in self.servers:
            server.start()
        await asyncio.gather(*(server.answers() for server in self.servers))

    async def stop(self):
        children = [server.child for server in self.servers if server.child]
        await asyncio.to_thread(supervisor.stop, children)

    async def get(self, url, lang="nl", cookie="", at=0):
        """Return status and words of a page; (0, "") when no server answers, or not to its end."""
        headers = {"Cookie": f"language={lang}; {cookie}"}
        for _ in range(3):
            status, body, answered = await self.ask("GET", url, "", headers, at)
            if answered.get("Location") and status in (301, 302, 303):
                url = answered["Location"]
                continue
            return max(status, 0), body
        return 0, ""

    async def ask(self, method, url, body, headers, at):
        """Return status, body and headers. Status 0: nobody took it; -1: nobody knows whether it was done."""
        for count in range(len(self.servers)):
            server = self.servers[(at + count) % len(self.servers)]
            named = headers | {"Host": server.origin.partition("//")[2], "Origin": server.origin}
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self.pool, call, server.port, method, url, body, named)
            if answer[0] != 0:
                return answer
        return answer


def call(port, method, url, body, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.connect()
    except OSError:
        return 0, "", {}
    try:
        connection.request(method, url, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers
    except (OSError, http.client.HTTPException):
        return -1, "", {}
    finally:
        connection.close()
