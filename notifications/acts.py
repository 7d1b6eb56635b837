"""The description of the act on the page of news, shown to somebody who comes back from sign-in."""

from django.utils.translation import gettext_lazy as _

from accounts import acts

WORDS = acts.words({"news_read": _("Mark your news as read"), "news_wishes": _("Choose what you want mail about")})
