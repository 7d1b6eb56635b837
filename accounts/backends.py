"""Who a session says is signed in: asked at every request, so the query is put together once."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from common.prepared import Prepared

USER = Prepared(lambda pk: User.objects.filter(pk=pk))


class Backend(AuthenticationBackend):
    """allauth's, whose question is Django's own."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person, or None for one who was erased or deactivated."""
        user = USER.find(user_id)
        return user if user and self.user_can_authenticate(user) else None
