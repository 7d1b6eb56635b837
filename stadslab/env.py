"""Everything the environment can say, read once and typed. Nonsense stops the start with a sentence.

| name | says | without it |
|---|---|---|
| DEBUG | development: open doors, codes on the console | off |
| DJANGO_SECRET_KEY | signs sessions and codes | required, unless DEBUG |
| DATABASE_URL | postgres://… or sqlite:///… | SQLite in var/ |
| REDIS_URL | the doorbell between processes | one process |
| PUBLIC_ORIGIN | https://stadslab.example.nl, more with commas; mail and QR have the first | required, unless DEBUG |
| ALLOWED_HOSTS | host names, with commas | those of PUBLIC_ORIGIN |
| MAIL_URL | smtp://user:password@host:port | required, unless DEBUG (then var/mail) |
| MAIL_FROM | the sender of every mail, and who reads what people answer | stadslab@ the first host |
| SECURITY_CONTACT | whom to tell about a leak: mailto:… or https://… | mailto: MAIL_FROM |
| TRUSTED_PROXIES | how many proxies add to X-Forwarded-For | 0 |
| LIVE_SOCKETS | how many a process accepts | 2000 |
| LIVE_SOCKETS_PER_PERSON, LIVE_SOCKETS_PER_ADDRESS | of a person; of an address without session | 10, 50 |
| METRICS_TOKEN | what Prometheus must show at /metrics, at least 16 characters | nobody sees it |
| PORT, BIND, WEB_PROCESSES | where bin/serve listens, with how many processes | 8000, 127.0.0.1, 1 |
| VAR_DIR | database, media, mail of development | var/ |
"""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG: bool = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def required(name: str, in_debug: str) -> str:
    """The value of `name`; outside DEBUG its absence stops the start."""
    value: str = env.str(name, default=in_debug if DEBUG else "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. See stadslab/env.py, or use bin/dev to try things out.")
    return value


def origins(text: str) -> list[str]:
    """Origins without a path, like https://stadslab.example.nl. Raises ImproperlyConfigured."""
    found = [origin.strip().rstrip("/") for origin in text.split(",") if origin.strip()]
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
            raise ImproperlyConfigured(f"PUBLIC_ORIGIN has {origin!r}; write it like https://stadslab.example.nl.")
    return found


def secret(name: str) -> str:
    """The value of `name`, or nothing. Raises ImproperlyConfigured for what could be guessed."""
    value: str = env.str(name, default="")
    if value and len(value) < 16:
        raise ImproperlyConfigured(f"{name} is shorter than 16 characters, and could be guessed.")
    return value


SECRET_KEY = required("DJANGO_SECRET_KEY", "only-for-development")
PORT: int = env.int("PORT", default=8000)
BIND: str = env.str("BIND", default="127.0.0.1")
WEB_PROCESSES: int = env.int("WEB_PROCESSES", default=1)
PUBLIC_ORIGINS = origins(required("PUBLIC_ORIGIN", f"http://localhost:{PORT},http://127.0.0.1:{PORT}"))
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[urlsplit(o).hostname for o in PUBLIC_ORIGINS])
DATABASE = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'stadslab.sqlite3'}")
REDIS_URL: str = env.str("REDIS_URL", default="")
MAIL_URL = required("MAIL_URL", f"file://{VAR_DIR / 'mail'}")
MAIL_FROM: str = env.str("MAIL_FROM", default=f"stadslab@{urlsplit(PUBLIC_ORIGINS[0]).hostname}")
SECURITY_CONTACT: str = env.str("SECURITY_CONTACT", default=f"mailto:{parseaddr(MAIL_FROM)[1]}")
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)
METRICS_TOKEN = secret("METRICS_TOKEN")
LIVE_SOCKETS: int = env.int("LIVE_SOCKETS", default=2000)
LIVE_SOCKETS_PER_PERSON: int = env.int("LIVE_SOCKETS_PER_PERSON", default=10)
LIVE_SOCKETS_PER_ADDRESS: int = env.int("LIVE_SOCKETS_PER_ADDRESS", default=50)
