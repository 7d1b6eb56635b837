"""Database sessions that never query an invalid key: PostgreSQL refuses a NUL."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Device
from common.prepared import Prepared
from realtime.sessions import is_key

SESSION = Prepared(lambda key: Session.objects.select_related("device").filter(session_key=key))


class SessionStore(DatabaseStore):
    """The session store. Its class name is part of the salt that signs sessions.

    `device`: the row of who is signed in, if there is one; it comes with the session (accounts/devices.py).
    """

    device: Device | None = None

    def _validate_session_key(self, key: str) -> bool:
        return bool(key) and is_key(key)

    def _get_session_from_db(self) -> Session | None:
        session = SESSION.find(self.session_key or "")
        if session and session.expire_date > timezone.now():
            self.device = getattr(session, "device", None)
            return session
        self._session_key = None
        return None
