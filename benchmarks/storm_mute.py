"""Clients that keep sending pings, and read nothing, one byte a second, or everything without `seen`."""

import base64
import json
import os
import socket
import threading

MUCH = 1 << 20


class Mute:
    """One client. `revision`: its cursor; an old one gets a reset. `reads`: the bytes that it reads per second."""

    def __init__(self, site, topic, revision, reads):
        self.site, self.topic, self.revision, self.reads = site, topic, revision, reads
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.talk, daemon=True)

    def __enter__(self):
        self.line = socket.socket()
        if self.reads < MUCH:
            self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.line.connect(("127.0.0.1", self.site.port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.line.sendall(
            f"GET /live/ HTTP/1.1\r\nHost: {self.site.origin.partition('//')[2]}\r\nOrigin: {self.site.origin}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        while b"\r\n\r\n" not in self.line.recv(4096):
            pass
        wish = {self.topic: {"view": "page", "after": f"{self.site.epoch}.{self.revision}"}}
        self.say(1, json.dumps({"type": "follow", "lang": "nl", "topics": wish}).encode())
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()
        self.line.close()

    def talk(self):
        """Send a ping per second, as some proxies do."""
        self.line.settimeout(1)
        try:
            while not self.is_over.wait(1):
                self.say(9, b"x")
                if self.reads and not self.line.recv(self.reads):
                    return
        except OSError:
            pass

    def say(self, kind, payload):
        size = len(payload)
        head = bytes([128 | kind, 128 | size]) if size < 126 else bytes([128 | kind, 254]) + size.to_bytes(2)
        self.line.sendall(head + b"\0\0\0\0" + payload)
