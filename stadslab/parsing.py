"""Check and convert environment variables. Each function returns the value or raises `Wrong`.

Its message is one sentence that begins with the variable's name and says what to write. It never repeats a value that
may hold a password.
"""

import os
import re
import warnings
from email.utils import parseaddr
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"(?=.{{1,253}}$){LABEL}(\.{LABEL})*", re.IGNORECASE)
NUMERIC = re.compile(r"[0-9.]+")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
SQLITE_HEADER = b"SQLite format 3\0"
POSTGRES_OPTIONS = {"sslmode", "sslrootcert", "sslcert", "sslkey", "application_name"}
# Words in copied or invented keys, not in generated ones. At least six letters, with one beyond f, or eight digits: no
# real key holds one by chance, also none of hexadecimal digits
PLACEHOLDERS = (
    "12345678 87654321 abcdefgh azerty change development django example geheim insecure password placeholder qaz2wsx "
    "qwerty secret sleutel stadslab verander voorbeeld wachtwoord your-key"
).split()
# The pairs of letters that are common in English and Dutch: more than a third of a text, a tenth of a random key
PAIRS = frozenset(
    "aa al an ar as at be ce ch co de di ea ed ee el en er es et ge ha he hi ic ie ij in io is it ke le li ll ma me "
    "nd ne ng nt oe of om on oo or ou ra re ri ro se si st te th ti to ur va ve we wo".split()
)
MAKE_ONE = "Make one with python3 -c 'import secrets; print(secrets.token_urlsafe(50))', and keep it."


class Wrong(ImproperlyConfigured):
    """The value of a variable is invalid."""

    def __init__(self, name: str, what: str, how: str) -> None:
        super().__init__(f"{name} {what}. {how}")


def shown(value: str) -> str:
    return f"is {value!r}" if len(value) <= 60 else f"is {value[:60]!r}…"


def flag(name: str, value: str) -> bool:
    if value.lower() not in TRUE + FALSE:
        raise Wrong(name, shown(value), "Write 1 for on, or 0 for off.")
    return value.lower() in TRUE


def whole(name: str, value: str, least: int, most: int) -> int:
    # at most nine digits: a longer number is too large, and int() refuses thousands of digits
    if not re.fullmatch("[0-9]{1,9}", value, re.ASCII) or not least <= int(value) <= most:
        raise Wrong(name, shown(value), f"Write a whole number from {least} to {most}.")
    return int(value)


# Secrets


def secret(name: str, value: str, length: int, different: int) -> str:
    """Return `value` if nobody can guess it: at least `length` characters, `different` ones among them."""
    if why := guessable(value, length, different):
        raise Wrong(name, f"could be guessed: {why}", MAKE_ONE)
    return value


def guessable(value: str, length: int, different: int) -> str:
    """Return why somebody could guess the value; empty if nobody can."""
    value = value[:200]  # long enough for the checks, short enough to be quick
    if len(value) < length:
        return f"it has fewer than {length} characters"
    if len(set(value)) < different:
        return f"it has fewer than {different} different characters"
    if any(value[size:] == value[:-size] for size in range(1, len(value) // 2 + 1)):
        return "it repeats itself"
    if len({value[at : at + 4] for at in range(len(value) - 3)}) < 0.8 * (len(value) - 3):
        return "parts of it return"
    by_turns = value[::2], value[1::2]  # q1w2e3r4
    if _following(value) > 0.5 or any(_following(half) > 0.8 for half in by_turns):
        return "its characters follow each other"
    word = next((word for word in PLACEHOLDERS for text in (value, *by_turns) if _has(text, word)), "")
    if word:
        return f"it has “{word}” in it, as what stands in a manual"
    return "it reads like words" if _reads_like_words(value) else ""


def _has(text: str, word: str) -> bool:
    return any(form in text for form in (word, word.upper(), word.title()))


def _following(text: str) -> float:
    """Return the share of characters that are equal to the one before them, or next to it in the alphabet."""
    steps = [abs(ord(after) - ord(before)) for before, after in pairwise(text)]
    return sum(step <= 1 for step in steps) / len(steps)


def _reads_like_words(value: str) -> bool:
    """Are three in ten of its pairs, and at least eight, common in a language? None of 100,000 generated keys is."""
    pairs = ["".join(pair) for pair in pairwise(value)]
    found = sum(pair.lower() in PAIRS and (pair.islower() or pair.isupper()) for pair in pairs)
    return found >= max(8, 0.3 * len(pairs))


# Hosts and addresses


def is_host(text: str) -> bool:
    """Is it an ASCII host name, or an IP address without brackets?"""
    if NUMERIC.fullmatch(text) or ":" in text:
        return is_ip(text)
    return HOST_NAME.fullmatch(text) is not None


def is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def split(url: str) -> SplitResult | None:
    """Return the parts of a URL with a host; None if it is invalid: no host, a wrong port, spaces, wrong brackets."""
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port  # reading it raises for a wrong port
    except ValueError:
        return None
    return parts if parts.hostname and port != 0 else None


def origins(name: str, value: str) -> list[str]:
    """Return the origins as a browser sends them: lower case, without the default port."""
    found = [origin.strip() for origin in value.split(",") if origin.strip()]
    if not found:
        raise Wrong(name, "is not set", ORIGIN_HOW)
    return [_origin(name, origin) for origin in found]


ORIGIN_HOW = "Write it like https://stadslab.example.nl, more with commas."


def _origin(name: str, origin: str) -> str:
    parts = split(origin)
    is_origin = parts and parts.path in ("", "/") and not (parts.query or parts.fragment or "@" in parts.netloc)
    if not parts or not is_origin or parts.scheme not in DEFAULT_PORTS or not is_host(parts.hostname or ""):
        raise Wrong(name, f"has {origin[:60]!r}", ORIGIN_HOW)
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(DEFAULT_PORTS[parts.scheme])}"


def host_of(origin: str) -> str:
    """Return the host as Django compares it: an IPv6 address in brackets."""
    host = urlsplit(origin).hostname or ""
    return f"[{host}]" if ":" in host else host


def hosts(name: str, value: str, needed: list[str]) -> list[str]:
    """Return host names, or `.example.nl` for all its subdomains. The `needed` ones must be among them."""
    found = [host.strip().lower() for host in value.split(",")]
    for host in found:
        bare = host.removeprefix(".") if not host.startswith("[") else host.removeprefix("[").removesuffix("]")
        is_nearly_all = host.startswith(".") and "." not in bare  # .nl
        if is_nearly_all or not is_host(bare) or (":" in bare) != host.startswith("["):
            raise Wrong(name, f"has {host[:60]!r}", f"Write host names, with commas: {', '.join(needed)}.")
    for host in needed:
        if not any(host == one or one.startswith(".") and f".{host}".endswith(one) for one in found):
            raise Wrong(
                name, f"leaves out {host}, which PUBLIC_ORIGIN has", f"Write {host} with it, or leave it empty."
            )
    return found


def bind(name: str, value: str) -> str:
    if ":" in value or not is_host(value):
        raise Wrong(name, shown(value), "Write an IPv4 address of this machine, like 127.0.0.1, or 0.0.0.0 for all.")
    return value


# Services


def database(name: str, url: str) -> dict[str, Any]:
    how = "Write postgres://user:password@host:5432/name, or sqlite:////srv/stadslab/var/stadslab.sqlite3."
    scheme = url.partition(":")[0]
    if scheme not in ("postgres", "postgresql", "sqlite") or not url.isprintable() or " " in url:
        raise Wrong(name, "names no database that we know", how)
    try:
        parts = urlsplit(url)
        if parts.port == 0:
            raise ValueError("port 0")
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
        with warnings.catch_warnings(action="ignore"):
            found: dict[str, Any] = environ.Env.db_url_config(url)
    except ValueError:
        raise Wrong(name, "can't be read", how) from None
    known = POSTGRES_OPTIONS if scheme != "sqlite" else set()
    if unknown := [option for option in options if option not in known]:
        raise Wrong(name, f"has {unknown[0][:60]!r} after the “?”, which does nothing here", how)
    if options.get("sslmode", SSL_MODES[0]) not in SSL_MODES:
        raise Wrong(name, "has an unknown sslmode", f"Write one of {', '.join(SSL_MODES)}.")
    if scheme == "sqlite":
        _check_file(name, parts, found["NAME"], how)
    elif not found["NAME"] or (parts.netloc and not parts.hostname):
        raise Wrong(name, "leaves out the name of the database", how)
    return found | {"OPTIONS": options}


def _check_file(name: str, parts: SplitResult, path: str, how: str) -> None:
    """SQLite creates its files itself, so their folder must exist."""
    if parts.netloc or path.strip("/") in ("", ":memory:"):
        raise Wrong(name, "names no file", how)
    folder = Path(path).parent
    try:
        is_right = folder.is_dir() and os.access(folder, os.W_OK) and not Path(path).is_dir()
    except (OSError, ValueError):  # a name that is too long, or holds a forbidden character
        is_right = False
    if not is_right:
        raise Wrong(name, f"names a file that can't be written, in {str(folder)[:60]!r}", how)
    if not _is_sqlite(Path(path)):
        raise Wrong(name, "names a file that holds something else than a SQLite database", how)


def _is_sqlite(path: Path) -> bool:
    """Is it a SQLite database, an empty file, or none yet?"""
    if not path.exists():
        return True
    try:
        if not path.is_file():  # reading a pipe waits for ever
            return False
        with path.open("rb") as file:
            return file.read(len(SQLITE_HEADER)) in (b"", SQLITE_HEADER)
    except OSError:
        return False


def redis(name: str, url: str) -> str:
    parts = split(url)
    is_right = parts and parts.scheme in ("redis", "rediss") and re.fullmatch(r"/?|/([0-9]|1[0-5])", parts.path)
    if not is_right or (parts and (parts.query or parts.fragment)):
        raise Wrong(name, "names no Redis", "Write redis://host:6379/0 (0 to 15), or rediss:// for TLS.")
    return url


MAIL_HOW = "Write smtp://, smtps:// or smtp+tls://user:password@host:port, or file:///folder."


def mail(name: str, url: str) -> SplitResult:
    if url.startswith("file:///") and url.isprintable():
        parts = urlsplit(url)
        if not _can_be_folder(Path(parts.path)):
            raise Wrong(name, "names no folder", MAIL_HOW)
        return parts
    server = split(url)
    if not server or server.scheme not in ("smtp", "smtps", "smtp+tls") or server.path.strip("/"):
        raise Wrong(name, "names no mail server", MAIL_HOW)
    if server.query or server.fragment:
        raise Wrong(name, "has a “?” or “#” behind the mail server", f"{MAIL_HOW} In a password: %3F and %23.")
    return server


def _can_be_folder(path: Path) -> bool:
    """Is it a folder other than /, or can it be made? Each part of the path that exists must be a folder."""
    try:
        return path.resolve() != Path("/") and all(not one.exists() or one.is_dir() for one in (path, *path.parents))
    except (OSError, ValueError):
        return False


def sender(name: str, value: str) -> str:
    if not value.isprintable() or not is_mailbox(parseaddr(value)[1]):
        raise Wrong(name, shown(value), "Write it like Stadslab <stadslab@example.nl>.")
    return value


def contact(name: str, value: str) -> str:
    parts = split(value)
    is_page = parts and parts.scheme == "https"
    if not is_page and not (value.startswith("mailto:") and is_mailbox(value.removeprefix("mailto:"))):
        raise Wrong(name, shown(value), "Write mailto:name@example.nl, or the https:// address of a page.")
    return value


def is_mailbox(address: str) -> bool:
    local, _at, domain = address.partition("@")
    return bool(re.fullmatch(r"[^\s@<>,;:\"()\\]+", local)) and local.isprintable() and is_host(domain)


def folder(name: str, value: str) -> Path:
    """Return the folder; create it when it doesn't exist."""
    path = Path(value)
    try:
        if path.is_absolute():
            path.mkdir(parents=True, exist_ok=True)
        is_ours = path.is_absolute() and path.resolve() != Path("/") and os.access(path, os.W_OK)
    except (OSError, ValueError):
        is_ours = False
    if not is_ours:
        raise Wrong(
            name, shown(value), "Write the whole path of a folder that can be made, where this user may write."
        )
    return path
