"""Random socket data: mostly what our page sends, often slightly wrong, sometimes noise."""

import json
import random

from tests.realtime import raw
from tests.realtime.raw import BINARY, CLOSE, PING, PONG, TEXT, frame

SEEN = '{"type":"seen","topics":{}}'
ODD_ORIGINS = ["null", "http://[", "http://[::1", "//", "http://x:99999", "é", "a://b:c", "http://localhost:１"]


class Fuzz:
    """The data of one connection, by its seed."""

    def __init__(self, seed, server, topic, after):
        self.random = random.Random(seed)
        self.pick = self.random.choice
        self.server, self.topic, self.after = server, topic, after

    def handshake(self):
        """Mostly a valid handshake; else one with a missing, doubled, broken or odd line, half of one, or noise."""
        good = raw.handshake(self.server)
        if self.random.random() < 0.8:
            return good
        lines = good.split(b"\r\n")[:-2]
        at = self.random.randrange(len(lines))
        match self.pick(["drop", "double", "spoil", "spoil", "origin", "long", "cookie", "half", "noise"]):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "spoil":
                spoilt = bytearray(lines[at])
                for _ in range(self.random.randint(1, 5)):
                    spoilt[self.random.randrange(len(spoilt))] = self.random.randrange(256)
                lines[at] = bytes(spoilt)
            case "origin":
                lines = [line for line in lines if not line.startswith(b"Origin")]
                lines.append(b"Origin: " + self.pick(ODD_ORIGINS).encode())
            case "long":
                lines.append(b"X-Long: " + b"x" * self.pick([8_000, 20_000, 70_000]))
            case "cookie":
                lines.append(b"Cookie: sessionid=" + self.noise(60).replace(b"\r", b"").replace(b"\n", b""))
            case "half":
                return good[: self.random.randrange(len(good))]
            case "noise":
                return self.noise(400) + b"\r\n\r\n"
        return b"\r\n".join([*lines, b"", b""])

    def frames(self):
        kinds = [self.of_page, self.words_only, self.json, self.binary, self.control, self.pieces, self.broken]
        for _ in range(self.random.randint(1, 24)):
            yield self.random.choices(kinds, [50, 4, 12, 2, 20, 8, 4])[0]()

    def leaves_without_a_word(self):
        return self.random.random() < 0.2

    def of_page(self):
        topics = {self.name(): self.cursor() for _ in range(self.random.randint(0, 4))}
        if self.random.random() < 0.5:
            return frame(TEXT, json.dumps({"type": "seen", "topics": topics}))
        view = self.pick(["page", "page", "card", "other"])
        lang = self.pick(["nl", "en-GB", "xx", "", None, self.words()])
        wishes = {name: {"view": view, "after": after} for name, after in topics.items()}
        return frame(TEXT, json.dumps({"type": "follow", "lang": lang, "topics": wishes}))

    def words_only(self):
        return frame(TEXT, self.words())

    def json(self):
        kind = self.pick(["follow", "seen", "update", self.value()])
        topics = self.pick([self.value(), {self.name(): self.value()}])
        texts = [
            json.dumps({"type": kind, "topics": topics, "lang": self.value()}),
            json.dumps(self.value()),
            "[" * self.random.randint(1, 4096),
            '{"a":' * 700,
            SEEN + "x",
        ]
        return frame(TEXT, self.pick(texts))

    def binary(self):
        return frame(BINARY, self.noise(300))

    def control(self):
        goodbye = self.random.randrange(2**16).to_bytes(2) + self.noise(60)
        good = [frame(PING, self.noise(125)), frame(PONG, self.noise(125))]
        off = [frame(CLOSE, goodbye), frame(CLOSE, "x"), frame(PING, bytes(200)), frame(PING, "x", fin=False)]
        return self.pick(good * 2 + off)

    def pieces(self):
        """One message in up to five frames: whole, out of order, without its end, or with a ping in between."""
        whole = self.pick([SEEN, "€" * 9, self.words()]).encode()
        cuts = sorted(self.random.randrange(len(whole) + 1) for _ in range(self.random.randint(0, 4)))
        parts = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
        said = [frame(0 if at else TEXT, part, fin=at == len(cuts)) for at, part in enumerate(parts)]
        match self.pick(["whole", "whole", "disorder", "open", "between"]):
            case "disorder":
                self.random.shuffle(said)
            case "open":
                said.pop()
            case "between":
                said.insert(1, frame(PING, "between"))
        return b"".join(said)

    def broken(self):
        return self.pick(
            [
                frame(TEXT, "x", reserved=self.random.randint(1, 7)),
                frame(TEXT, SEEN, masked=False),
                frame(self.pick([3, 7, 11, 15]), self.noise(20)),
                frame(TEXT, b"\xc0\xaf\xff" + self.noise(9)),
                frame(TEXT, "x" * self.pick([4096, 4097, 5000, 66_000])),
                frame(TEXT, "x", size=self.pick([300, 10_000, 2**20, 2**62, 2**64 - 1])),
                b"\x81\xfe\x00\x05" + bytes(9),  # a small size in the long form
                self.noise(60),
            ]
        )

    def noise(self, most):
        return self.random.randbytes(self.random.randint(0, most))

    def words(self):
        return "".join(self.pick('\0\n\x7f abc{}[]":,é€😀') for _ in range(self.random.randint(0, 40)))

    def name(self):
        others = [self.topic.replace("note", "idea"), "note-999999", "lab-1", "nothing-1", self.words()]
        return self.pick([self.topic] * 2 + others)

    def cursor(self):
        epoch, revision = self.after.split(".")
        numbers = [f"{epoch}.{self.random.randrange(99)}", f"{epoch}.0", f"{epoch}.9999999999999999999"]
        return self.pick([self.after, *numbers, f"other.{revision}"])

    def value(self, depth=0):
        """Any JSON, at most five levels deep."""
        far = self.random.random() * 10 ** self.random.randint(-300, 300)
        plain = [None, True, far, self.random.randrange(10**30), self.words(), self.cursor(), self.name()]
        if depth == 4 or self.random.random() < 0.6:
            return self.pick(plain)
        if self.random.random() < 0.5:
            return [self.value(depth + 1) for _ in range(self.random.randint(0, 3))]
        keys = ["type", "topics", "view", "after", self.words()]
        return {self.pick(keys): self.value(depth + 1) for _ in range(3)}
