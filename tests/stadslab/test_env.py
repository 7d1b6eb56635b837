"""A wrong environment variable stops the start with one sentence that names it and says what to write."""

import base64
import os
import re
import runpy
import secrets
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from stadslab.parsing import guessable
from tests.services import free_port

ROOT = Path(__file__).parents[2]
ENV = ROOT / "stadslab/env.py"
TABLE = re.findall(r"^\| ([A-Z_, ]+) \|", ENV.read_text(), re.MULTILINE)
NAMES = [name.strip() for names in TABLE for name in names.split(",")]
KEY = secrets.token_urlsafe(50)
REAL = {
    "DJANGO_SECRET_KEY": KEY,
    "PUBLIC_ORIGIN": "https://stadslab.horst.nl",
    "MAIL_URL": "smtp+tls://stadslab:wachtw00rd@mail.horst.nl:587",
}

NUMBERS = ["abc", "-1", "1.5", "1e3", "9" * 30, "8000 9000", "0x10", "²", "one"]
GUESSABLE = [
    "x", "a" * 50, "abc" * 20, "abcdefgh" * 8, "only-for-development",
    "only-for-development-and-nothing-else-at-all-0",
    "…", "x…" * 30, "12345678901234567890123456789012345678901234567890",
    " " * 50, "abcdefghijklmnopqrstuvwxyz0123456789",
    "django-insecure-k3#9d_2kz0q!v7m1x&u8s4r6t5w3y2p1o0n9b8v7", "changeme-changeme-changeme-changeme",
    "wachtwoord" * 5,
    "verander-dit-in-een-eigen-sleutel-van-50-tekens", "qwertyuiopasdfghjklzxcvbnmqwertyuiop",
    "aabbccddeeffgghhiijjkkll" * 2, "ponmlkjihgfedcbazyxwvutsrqponmlkj",
    "0123456789abcdef0123456789abcdef", "zyxwvutsrqponmlkjihgfedcba9876543210",
    "your-secret-key-goes-here-and-nowhere-else-9",
    "Horst2026" * 4 + "!", "Welkom01" * 5 + "!", "Horst2026Horst2027Horst2028Horst2029",
    "HorstAanDeMaas-HorstAanDeMaas-2026!",
    "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6", "q1w2e3r4t5y6u7i8o9p0[-]=asdfghjk", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "correcthorsebatterystaplecorrecthorse", "correcthorsebatterystaplegreenmonkey",
    "replace-me-with-a-long-random-string!", "your-very-long-and-random-key-here-42",
    "<een lange willekeurige reeks tekens>", "Zomer2026Herfst2026Winter2026Lente2026",
    "vul-hier-een-eigen-lange-reeks-in-0", "loremipsumdolorsitametconsectetuer",
    "4f4f4f4f3c3c3c3c2b2b2b2b1a1a1a1a9d9d9d9d", "01-02-2026-03-04-2026-05-06-2026-07",
]  # fmt: skip
GENERATORS = {
    "python": lambda: secrets.token_urlsafe(50),
    "django": get_random_secret_key,
    "openssl -hex": lambda: secrets.token_hex(32),
    "openssl -base64": lambda: base64.b64encode(secrets.token_bytes(48)).decode(),
}
WRONG = {
    "DEBUG": ["maybe", "2", "off off", "-"],
    "DJANGO_SECRET_KEY": ["", *GUESSABLE],
    "DATABASE_URL": [
        "abc", "://", "mysql://u:p@h/n", "postgres://", "postgres://h", "postgres://u:geh3im@h:abc/n",
        "postgres://h:99999/n",
        "postgres://u:geh3im@h/na me", "postgres://[::/n", "http://h/n", "sqlite://", "sqlite://:memory:",
        "sqlite:///",
        "sqlite:///:memory:", "sqlite:////nergens/te/vinden.sqlite3", "sqlite:////", "sqlite:////proc",
        "sqlite://h/x.sqlite3",
        "postgres://h/n?slmode=require", "postgresql://u:geh3im@h/n?sslmode=require&x=1",
        "sqlite:///x.sqlite3?mode=ro", "sqlite:////etc/passwd", "sqlite:////dev/full",
        "postgres://u:geh3im@h:0/n", "postgres://u:geh3im@h/n?sslmode=nonsense", "postgres://u:geh3im@h/n?sslmode=",
    ],
    "REDIS_URL": [
        "abc", "http://h", "redis://", "redis://h:abc", "redis://:geh3im@h:99999/0", "redis://h/nul", "redis://[::",
        "localhost:6379", "redis://h/999", "redis://h/16", "redis://h:0/1", "redis://h/00",
    ],
    "PUBLIC_ORIGIN": [
        "", ",", "stadslab.nl", "ftp://stadslab.nl", "https://", "https://stadslab.nl/lab", "https://stadslab.nl:abc",
        "https://stadslab.nl:99999", "https://*", "https://*.stadslab.nl", "https://a b.nl", "https://[::",
        "https://u:p@h.nl",
        "https://stadslab.nl?x", "https://stadslab.nl#x", "https://münster.nl", "https://a..nl",
        "https://stadslab.nl, nonsens",
    ],
    "ALLOWED_HOSTS": [
        "*", "stadslab.horst.nl,*", "*.horst.nl", "https://stadslab.horst.nl", "stadslab.horst.nl:443",
        "stadslab.horst.nl/lab",
        "stadslab horst.nl", "anders.nl", ",", "a..nl", ".",
        "stadslab.horst.nl,.nl", ".nl", ".localhost",
    ],
    "MAIL_URL": [
        "", "foo://x", "abc", "smtp://", "smtp://h:abc", "smtp://u:geh3im@h:99999", "smtp+ssl://h", "smtp://[::",
        "file://", "file:var/mail",
        "mail.horst.nl", "smtp://h/x y", "https://mail.horst.nl", "file:///etc/passwd", "file:///etc/passwd/mail",
        "file:///", "file:///../", "smtp://h#x", "smtp://u:geh3im#x@h", "smtp://h?x", "smtp://h:0",
        "file:///srv/" + "x" * 300,
    ],
    "MAIL_FROM": [
        "abc", "@", "a@", "@b.nl", "a b@c.nl", "Stadslab <stadslab>", "a@b@c.nl", "x\n <a@b.nl>", "a@b.nl, c@d.nl",
    ],
    "SECURITY_CONTACT": [
        "abc", "mailto:", "mailto:abc", "http://h.nl", "https://", "a@b.nl", "javascript:x@y", "mailto:a@b.nl\nX: y",
    ],
    "TRUSTED_PROXIES": [*NUMBERS, "11"],
    "LIVE_SOCKETS": [*NUMBERS, "1000001"],
    "LIVE_SOCKETS_PER_PERSON": NUMBERS,
    "LIVE_SOCKETS_PER_ADDRESS": NUMBERS,
    "METRICS_TOKEN": ["x", "a" * 16, "abcabcabcabcabcabc", "1234567890123456", " " * 20, "metrics-changeme", "…" * 20],
    "PORT": [*NUMBERS, "0", "65536"],
    "BIND": ["a b", "256.0.0.1", "http://127.0.0.1", "127.0.0.1:80", "::1", "*", "a" * 300, ".."],
    "WEB_PROCESSES": [*NUMBERS, "0", "65"],
    "VAR_DIR": ["var", "../x", "/proc/nergens", "/dev/null", "/dev/null/var", "/" + "x" * 300, "/", "//", "/tmp/.."],
}  # fmt: skip
RIGHT = {
    "DEBUG": ["", "0", "1", "true", "False", "ON", "no"],
    "DJANGO_SECRET_KEY": [
        KEY, secrets.token_hex(16), secrets.token_urlsafe(32), "9944b09199c62bcf9418ad846dd0e4bb",
        "k3#9d_2k z0q!v7m1x&u8s4r6t5w3y2p",
    ],
    "DATABASE_URL": ["", "postgres://u:p@h:5432/n", "postgresql:///n", "postgres://u:p%40%2F@h/n?sslmode=require"],
    "REDIS_URL": ["", "redis://h", "redis://:p@h:6379/1", "rediss://u:p@h/0", "redis://[::1]:6379/"],
    "PUBLIC_ORIGIN": [
        "https://stadslab.nl", " https://a.nl , http://b.nl:8000/ ", "http://localhost", "https://[::1]:8000",
        "HTTPS://Stadslab.NL:443",
    ],
    "ALLOWED_HOSTS": [
        "", "stadslab.horst.nl", " stadslab.horst.nl , .horst.nl, 10.0.0.1", ".horst.nl", "[::1],STADSLAB.horst.nl",
    ],
    "MAIL_URL": ["smtp://h", "smtps://u:p@h:465", "smtp+tls://u:p%40@h:587", "file:///srv/mail"],
    "MAIL_FROM": ["", "a@b.nl", "Stadslab <stadslab@horst.nl>", '"Lab, Horst" <a@b.nl>', "stadslab@localhost"],
    "SECURITY_CONTACT": ["", "mailto:a@b.nl", "https://horst.nl/veilig"],
    "TRUSTED_PROXIES": ["", "0", " 1 ", "10"],
    "LIVE_SOCKETS": ["", "0", "2000"],
    "LIVE_SOCKETS_PER_PERSON": ["", "0", "1"],
    "LIVE_SOCKETS_PER_ADDRESS": ["", "1", "20000"],
    "METRICS_TOKEN": ["", secrets.token_urlsafe(12), secrets.token_hex(16), "kR7-pQ2x_Lm93vTz"],
    "PORT": ["", "1", "8000", "65535"],
    "BIND": ["", "0.0.0.0", "localhost", "stadslab.intern"],
    "WEB_PROCESSES": ["", "1"],
    "VAR_DIR": [""],
}  # fmt: skip
NONSENSE = [
    " ", "abc def", "-1", "0", "9" * 40, "💥", "http://", "\x01", "://", "[", "%", "%zz", "$HOME",
    "é" * 1000, "http://[",
    "https://\u2100", "sqlite:///\udcff", "a\nb", "null", "None", "{}", "../../x", "var", "x" * 100_000,
]  # fmt: skip
every_name = pytest.mark.parametrize("name", NAMES)


@pytest.fixture
def load(monkeypatch, tmp_path):
    """Load env.py with this environment only; that of a production site by default."""

    def do(**said):
        for name in NAMES:
            monkeypatch.delenv(name, raising=False)
        for name, value in (REAL | {"VAR_DIR": str(tmp_path)} | said).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ENV))

    return do


def told(load, name, value):
    """Return the sentence that stops it."""
    with pytest.raises(ImproperlyConfigured) as stopped:
        load(**{name: value})
    return str(stopped.value)


def test_every_variable_of_the_table_is_tried():
    assert sorted(WRONG) == sorted(RIGHT) == sorted(NAMES)
    assert len(NAMES) == len(set(NAMES))


@every_name
def test_nonsense_is_refused_by_name_with_what_to_write(load, name):
    through = []
    for value in WRONG[name]:
        try:
            sentence = told(load, name, value)
        except pytest.fail.Exception:
            through.append(value)
            continue
        assert sentence.startswith(f"{name} "), sentence
        assert re.search(r"[Ww]rite |Make one with", sentence), sentence
        assert len(sentence) < 400
        assert "geh3im" not in sentence, "no password in a log"
        assert not (name in ("DJANGO_SECRET_KEY", "METRICS_TOKEN") and len(value) > 5 and value in sentence)
    assert through == []


@every_name
def test_what_makes_sense_is_taken(load, name):
    for value in RIGHT[name]:
        load(**{name: value})


@every_name
def test_nothing_at_all_gives_a_traceback(load, name):
    sentences = []
    for value in NONSENSE:
        try:
            load(**{name: value})
        except ImproperlyConfigured as stopped:
            sentences.append(str(stopped))
    assert [sentence for sentence in sentences if not sentence.startswith(f"{name} ")] == []


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and more"])
def test_a_file_that_is_there_may_be_an_empty_one_or_a_database(load, tmp_path, content):
    path = tmp_path / "lab.sqlite3"
    path.write_bytes(content)
    assert load(DATABASE_URL=f"sqlite:///{path}")["DATABASE"]["NAME"] == str(path)


@pytest.mark.parametrize("make", GENERATORS.values(), ids=GENERATORS)
def test_no_generated_key_is_taken_for_a_guessable_one(make):
    keys = [make() for _ in range(2000)]
    assert [why for key in keys if (why := guessable(key, 32, 8))] == []


def test_a_key_of_development_opens_nothing_but_development(load):
    assert load(DEBUG="1", DJANGO_SECRET_KEY="", MAIL_URL="", PUBLIC_ORIGIN="")["SECRET_KEY"]
    assert "could be guessed" in told(load, "DJANGO_SECRET_KEY", load(DEBUG="1", DJANGO_SECRET_KEY="")["SECRET_KEY"])


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://u:p@h/n"}, "REDIS_URL"),
        ({"REDIS_URL": "redis://h"}, "DATABASE_URL"),
    ],
)
def test_two_processes_need_postgresql_and_redis(load, said, name):
    sentence = told(lambda **more: load(**said, **more), "WEB_PROCESSES", "2")
    assert sentence.startswith("WEB_PROCESSES ")
    assert f"Write {name}=" in sentence
    assert load(WEB_PROCESSES="2", DATABASE_URL="postgres://u:p@h/n", REDIS_URL="redis://h")["WEB_PROCESSES"] == 2


def test_what_is_said_is_what_counts(load):
    read = load(
        PUBLIC_ORIGIN="HTTPS://Stadslab.NL:443, http://[::1]:8000/",
        DATABASE_URL="postgres://u:p%40@h:6432/n?sslmode=require",
        PORT=" 8001 ",
        ALLOWED_HOSTS="",
    )
    assert read["PUBLIC_ORIGINS"] == ["https://stadslab.nl", "http://[::1]:8000"]
    assert read["ALLOWED_HOSTS"] == ["stadslab.nl", "[::1]"]
    assert read["PORT"] == 8001
    asked = {name: read["DATABASE"][name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    assert asked == {
        "NAME": "n", "USER": "u", "PASSWORD": "p@", "HOST": "h", "PORT": 6432, "OPTIONS": {"sslmode": "require"},
    }  # fmt: skip


def run(*command, **said):
    ours = {"PATH": os.environ["PATH"]} | REAL | said
    return subprocess.run(command, cwd=ROOT, env=ours, capture_output=True, text=True, timeout=120)


COMMANDS = [
    ["bin/serve"],
    *([sys.executable, "manage.py", *name.split()] for name in (
        "serve", "worker", "migrate", "check", "demo", "new_epoch", "create_lab x --municipality X --admin a@b.nl",
        "export_ideas --lab x", "messages",
    )),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[-1])
def test_every_command_stops_with_one_sentence(command, tmp_path):
    ended = run(*command, VAR_DIR=str(tmp_path), LIVE_SOCKETS="abc")
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == ["LIVE_SOCKETS is 'abc'. Write a whole number from 0 to 1000000."]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["serve", "worker", "migrate", "demo"])
def test_a_database_that_is_not_there_is_one_sentence(command, tmp_path):
    url = f"postgres://u:geh3im@127.0.0.1:{free_port()}/n"
    ended = run(sys.executable, "manage.py", command, VAR_DIR=str(tmp_path), DATABASE_URL=url, PORT=str(free_port()))
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "geh3im" not in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("The database of DATABASE_URL does not answer: ")


@pytest.mark.slow
@pytest.mark.parametrize(("files", "sockets", "says"), [(1024, "2000", True), (1024, "500", False), (3000, "", False)])
def test_too_few_files_for_the_sockets_are_told_before_anything_else(tmp_path, files, sockets, says):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = ["sh", "-c", f"ulimit -n {files}; exec {sys.executable} manage.py serve"]
        ended = run(*command, VAR_DIR=str(tmp_path), PORT=port, LIVE_SOCKETS=sockets)
    told = ended.stderr.splitlines()
    assert f"Cannot listen on 127.0.0.1:{port}: " in told[-1]
    assert told[-1].endswith("Write another BIND or PORT.")
    assert (
        told[:-1]
        == [
            "A process may open 1024 files, and LIVE_SOCKETS=2000 needs 2500. "
            "Write LimitNOFILE=2500 in the unit of systemd, or a lower LIVE_SOCKETS."
        ]
        * says
    )


@pytest.mark.slow
def test_a_mailbox_with_odd_signs_in_its_password_is_read_as_it_is(tmp_path):
    code = (
        "from stadslab.settings import MAILERS as m; o = m['default']['OPTIONS']; print(o['username'], o['password'])"
    )
    ended = run(sys.executable, "-c", code, VAR_DIR=str(tmp_path), MAIL_URL="smtp+tls://a%40b.nl:p%2F%25@h:587")
    assert ended.stdout == "a@b.nl p/%\n"


@pytest.mark.slow
@pytest.mark.parametrize(("address", "is_sent"), [("smtp://localhost", True), ("file:///srv/mail", False)])
def test_a_mail_server_sends_mails_and_a_folder_does_not(tmp_path, address, is_sent):
    code = "from stadslab.settings import MAIL_IS_SENT; print(MAIL_IS_SENT)"
    assert run(sys.executable, "-c", code, VAR_DIR=str(tmp_path), MAIL_URL=address).stdout == f"{is_sent}\n"
