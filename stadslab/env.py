"""All environment variables, read once and typed. A wrong value stops the start with one sentence (parsing.py).

An empty variable counts as unset.

| name | meaning | default |
|---|---|---|
| DEBUG | development: sign-in without a code, codes on the console | off |
| DJANGO_SECRET_KEY | signs sessions and codes: at least 32 characters that nobody can guess | required, unless DEBUG |
| DATABASE_URL | postgres://… or sqlite:///… | SQLite in var/ |
| REDIS_URL | the doorbell between processes | one process |
| PUBLIC_ORIGIN | https://stadslab.example.nl, more with commas; mails and QR use the first | required, unless DEBUG |
| ALLOWED_HOSTS | host names, with commas | those of PUBLIC_ORIGIN |
| MAIL_URL | smtp://user:password@host:port | required, unless DEBUG (then var/mail) |
| MAIL_FROM | the sender of each mail, who receives the replies | stadslab@ the first host |
| SECURITY_CONTACT | where to report a vulnerability: mailto:… or https://… | mailto: MAIL_FROM |
| TRUSTED_PROXIES | how many proxies add to X-Forwarded-For | 0 |
| LIVE_SOCKETS | sockets that a process accepts | 2000 |
| LIVE_SOCKETS_PER_PERSON, LIVE_SOCKETS_PER_ADDRESS | per person; per address without a session | 10, 50 |
| METRICS_TOKEN | the token for /metrics: at least 16 characters that nobody can guess | /metrics is closed |
| PORT, BIND | where bin/serve listens | 8000, 127.0.0.1 |
| WEB_PROCESSES | number of web processes; more than one needs PostgreSQL and Redis | 1 |
| VAR_DIR | database, media, development mails | var/ |
"""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from stadslab import parsing
from stadslab.parsing import Wrong

BASE_DIR = Path(__file__).resolve().parent.parent
MOST_SOCKETS = 1_000_000


def said(name: str, otherwise: str = "") -> str:
    """Return the variable without surrounding spaces."""
    return os.environ.get(name, "").strip() or otherwise


def required(name: str, in_debug: str, how: str) -> str:
    """Return the value of `name`; outside DEBUG a missing value stops the start."""
    value = said(name, in_debug if DEBUG else "")
    if not value:
        raise Wrong(name, "is not set", f"{how} To try things out: bin/dev.")
    return value


def whole(name: str, otherwise: int, least: int, most: int) -> int:
    return parsing.whole(name, said(name, str(otherwise)), least, most)


def secret_key() -> str:
    """Return the secret key; with DEBUG any key is accepted."""
    value = os.environ.get("DJANGO_SECRET_KEY", "")
    if DEBUG:
        return value or "only-for-development"
    required("DJANGO_SECRET_KEY", "", parsing.MAKE_ONE)
    return parsing.secret("DJANGO_SECRET_KEY", value, length=32, different=8)


def metrics_token() -> str:
    value = os.environ.get("METRICS_TOKEN", "")
    return parsing.secret("METRICS_TOKEN", value, length=16, different=6) if value else ""


def allowed_hosts() -> list[str]:
    needed = [parsing.host_of(origin) for origin in PUBLIC_ORIGINS]
    value = said("ALLOWED_HOSTS")
    return parsing.hosts("ALLOWED_HOSTS", value, needed) if value else needed


def database() -> dict[str, Any]:
    if url := said("DATABASE_URL"):
        return parsing.database("DATABASE_URL", url)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "stadslab.sqlite3"), "OPTIONS": {}}


def web_processes() -> int:
    """Return the number of web processes. Raises Wrong for more than one without PostgreSQL and Redis.

    SQLite has one writer, and without Redis each process would count its own quotas.
    """
    count = whole("WEB_PROCESSES", 1, least=1, most=64)
    if count > 1 and not DEBUG:
        if "sqlite" in DATABASE["ENGINE"]:
            raise Wrong("WEB_PROCESSES", f"is {count}, on SQLite", "Write DATABASE_URL=postgres://…, or one process.")
        if not REDIS_URL:
            raise Wrong("WEB_PROCESSES", f"is {count}, without Redis", "Write REDIS_URL=redis://…, or one process.")
    return count


DEBUG = parsing.flag("DEBUG", said("DEBUG"))
VAR_DIR = parsing.folder("VAR_DIR", said("VAR_DIR", str(BASE_DIR / "var")))
SECRET_KEY = secret_key()
PORT = whole("PORT", 8000, least=0 if DEBUG else 1, most=65535)  # 0: any free port
BIND = parsing.bind("BIND", said("BIND", "127.0.0.1"))
PUBLIC_ORIGINS = parsing.origins(
    "PUBLIC_ORIGIN",
    required("PUBLIC_ORIGIN", f"http://localhost:{PORT},http://127.0.0.1:{PORT}", parsing.ORIGIN_HOW),
)
ALLOWED_HOSTS = allowed_hosts()
DATABASE = database()
REDIS_URL = parsing.redis("REDIS_URL", said("REDIS_URL")) if said("REDIS_URL") else ""
WEB_PROCESSES = web_processes()
MAIL = parsing.mail("MAIL_URL", required("MAIL_URL", f"file://{VAR_DIR / 'mail'}", parsing.MAIL_HOW))
MAIL_FROM = (
    parsing.sender("MAIL_FROM", said("MAIL_FROM"))
    if said("MAIL_FROM")
    else f"stadslab@{parsing.host_of(PUBLIC_ORIGINS[0])}"
)
SECURITY_CONTACT = (
    parsing.contact("SECURITY_CONTACT", said("SECURITY_CONTACT"))
    if said("SECURITY_CONTACT")
    else f"mailto:{parseaddr(MAIL_FROM)[1]}"
)
TRUSTED_PROXIES = whole("TRUSTED_PROXIES", 0, least=0, most=10)
METRICS_TOKEN = metrics_token()
LIVE_SOCKETS = whole("LIVE_SOCKETS", 2000, least=0, most=MOST_SOCKETS)
LIVE_SOCKETS_PER_PERSON = whole("LIVE_SOCKETS_PER_PERSON", 10, least=0, most=MOST_SOCKETS)
LIVE_SOCKETS_PER_ADDRESS = whole("LIVE_SOCKETS_PER_ADDRESS", 50, least=0, most=MOST_SOCKETS)
