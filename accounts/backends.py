"""The authentication backend: it finds the user of a session, with a query that is compiled once."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from common.prepared import Prepared

USER = Prepared(lambda pk: User.objects.filter(pk=pk))


class Backend(AuthenticationBackend):
    """allauth's backend, whose own query is Django's."""

    def get_user(self, user_id: int) -> User | None:
        """Return the user, or None if the user was erased or deactivated."""
        user = USER.find(user_id)
        return user if user and self.user_can_authenticate(user) else None
