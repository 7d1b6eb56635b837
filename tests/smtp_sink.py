"""A mail server that keeps its mails: just enough SMTP for a real client."""

import contextlib
import email
import email.policy
import queue
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage


class Sink(socketserver.ThreadingTCPServer):
    """`answers` replaces replies to commands, such as {b"RCPT": "550 unknown"}; an empty one hangs up."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.mails: queue.Queue[EmailMessage] = queue.Queue()
        self.answers: dict[bytes, str] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def next_mail(self, seconds: float = 60) -> EmailMessage:
        """Return the next mail. Raises queue.Empty when none comes."""
        return self.mails.get(timeout=seconds)

    def all_mails(self) -> list[EmailMessage]:
        """Return the mails since the last call."""
        return [self.mails.get() for _ in range(self.mails.qsize())]


class Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):  # the client was killed
            self.talk()

    def talk(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command in self.server.answers:
                if not self.server.answers[command]:
                    return
                self.say(self.server.answers[command])
                continue
            if command == b"DATA":
                self.say("354 go on")
                self.server.mails.put(email.message_from_bytes(self.body(), policy=email.policy.default))
            self.say("221 bye" if command == b"QUIT" else "250 ok")
            if command == b"QUIT":
                return

    def body(self) -> bytes:
        """Return the message. Raises ConnectionError when the connection ends in the middle of a mail."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionError
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def say(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")


@contextlib.contextmanager
def sink(port: int = 0) -> Iterator[Sink]:
    with Sink(port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
