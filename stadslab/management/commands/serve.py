import contextlib
import socket
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

from stadslab import env, supervisor

FILES_BESIDE = 500  # per process, besides its sockets: page requests, the database, Redis, files that are sent
MIGRATING = 7_215_001  # our number for the advisory lock


class Command(BaseCommand):
    help = "Run by bin/serve: checks, migrations, static files, and then the site and the worker, in production."

    def handle(self, **options: Any) -> None:
        if settings.DEBUG:
            raise CommandError("DEBUG is on, and opens doors: for real use it stays off.")
        self.say_of_files()
        listen().close()  # fail now rather than after the migrations
        call_command("check", deploy=True)
        with one_at_a_time():
            call_command("migrate", interactive=False)
        call_command("collectstatic", interactive=False, verbosity=0)
        connections.close_all()
        database = connections["default"]
        if isinstance(database, PostgreSQL):
            database.close_pool()  # the child processes can't use its threads
        listener = listen()  # only now: earlier callers get "connection refused" instead of waiting
        self.stdout.write(f"Stadslab: {env.PUBLIC_ORIGINS[0]} on {env.BIND}:{env.PORT}")
        webs = [supervisor.web(listener) for _ in range(env.WEB_PROCESSES)]
        raise SystemExit(supervisor.supervise([*webs, supervisor.worker()]))

    def say_of_files(self) -> None:
        """Warn when the file limit is too low: a connection that gets no file is never accepted."""
        wanted = env.LIVE_SOCKETS + FILES_BESIDE
        may = supervisor.may_open(wanted)
        if may < wanted:
            self.stderr.write(
                f"A process may open {may} files, and LIVE_SOCKETS={env.LIVE_SOCKETS} needs {wanted}. "
                f"Write LimitNOFILE={wanted} in the unit of systemd, or a lower LIVE_SOCKETS."
            )


def listen() -> socket.socket:
    try:
        return supervisor.listen(env.BIND, env.PORT)
    except OSError as error:
        raise CommandError(
            f"Cannot listen on {env.BIND}:{env.PORT}: {error.strerror}. Write another BIND or PORT."
        ) from error


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let two machines that start at the same moment migrate one after the other."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
