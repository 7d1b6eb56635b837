"""Django's sessions in the database, which is never asked for a key that cannot be one: PostgreSQL refuses a NUL."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from realtime.sessions import is_key


class SessionStore(DatabaseStore):
    """Its name is part of the salt that sessions are signed with."""

    def _validate_session_key(self, key: str) -> bool:
        return bool(key) and is_key(key)
