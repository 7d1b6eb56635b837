"""A mail server that keeps what it gets: just enough SMTP to receive from a real client."""

import contextlib
import email
import email.policy
import queue
import socketserver
import threading
from collections.abc import Iterator
from email.message import EmailMessage


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails: queue.Queue[EmailMessage] = queue.Queue()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def next_mail(self, seconds: float = 10) -> EmailMessage:
        """The next mail. Raises queue.Empty when none comes."""
        return self.mails.get(timeout=seconds)


class Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                body = b"".join(text.removeprefix(b".") for text in lines)
                self.server.mails.put(email.message_from_bytes(body, policy=email.policy.default))
            self.say("221 bye" if command == b"QUIT" else "250 ok")
            if command == b"QUIT":
                return

    def say(self, answer: str) -> None:
        self.wfile.write(answer.encode() + b"\r\n")


@contextlib.contextmanager
def sink() -> Iterator[Sink]:
    with Sink() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
