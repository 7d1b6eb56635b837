"""The mails about a gathering that is hidden or put back. Those to who comes hold no word of a hidden one.

Who comes must not stand before a closed door: the mail says when and where it was to be, that hidden is not cancelled,
and whom to ask.
"""

from collections.abc import Callable
from functools import partial

from django.db.models import QuerySet

from accounts.models import User
from common import clock
from common.http import origin
from events.mail_facts import News, general_facts, news_of, party_address, reader_of, to_party
from events.mails import answerers, kind, organisers_then, parties_to_come
from events.models import Attendance, Gathering, GatheringHiding
from events.models.place_words import public_place_words
from labs.models import Membership
from labs.models.moderation import page_for_writer
from notifications.mail import mail_to
from notifications.models import Notice, OutgoingMail
from notifications.notices import Kind, Readers

UNREAD = "events/mail_hidden_party.txt"


def read(template: str, notice: Notice) -> News | None:
    """Return the news, whether it is hidden now or not: another notice tells what happened since."""
    gathering = Gathering.objects.select_related("lab").filter(pk=notice.about_id).first()
    if gathering is None:
        return None
    news = news_of(template, gathering, notice.facts)
    hidings = GatheringHiding.objects.select_related("by__user", "restored_by__user")
    return news._replace(hiding=hidings.filter(pk=notice.facts.get("hiding"), gathering=gathering).first())


def read_restored(template: str, notice: Notice) -> News | None:
    """Return None if it was hidden again: its mails have the words."""
    is_shown = Gathering.objects.shown().filter(pk=notice.about_id).exists()
    return read(template, notice) if is_shown else None


def answerers_of_cancelled(news: News) -> QuerySet[User]:
    """Return who answered dates of one that was cancelled and then hidden; nobody once these dates are over.

    The mail that it is cancelled may have waited, and then it never goes.
    """
    gathering, now = news.gathering, clock.now()
    to_come = gathering.date_options.filter(ends_at__gt=now)
    is_over = gathering.is_over(now) if gathering.starts_at else not to_come.exists()
    return answerers(news) if gathering.is_cancelled and not is_over else User.objects.none()


def to_unreading_party(news: News, party: Attendance) -> OutgoingMail | None:
    party.gathering = news.gathering
    reader = reader_of(party)
    if reader is None:
        return None
    facts = {"reader": party.shown_name, "party": party, "party_address": party_address(party)}
    return mail_to(reader, UNREAD, unread_facts(news) | facts)


def to_answerer(news: News, user: User) -> OutgoingMail | None:
    return mail_to(user, UNREAD, unread_facts(news) | {"reader": user.name})


def unread_facts(news: News) -> dict[str, object]:
    gathering = news.gathering
    facts = general_facts(gathering) | {"hiding": news.hiding, "where": lambda: public_place_words(gathering)}
    return facts | {"day": gathering.starts_at}


def to_reading_party(news: News, party: Attendance) -> OutgoingMail | None:
    return to_party(news, party, "events/mail_restored_party.txt")


def to_organiser(news: News, organiser: Membership) -> OutgoingMail | None:
    """Return the mail to an organiser; None for who did it, or left."""
    if organiser.user is None or organiser == news.by:
        return None
    facts = {"reader": organiser.name, "hiding": news.hiding, "origin": origin(), "moderator": news.by}
    facts["decision"] = page_for_writer(news.gathering)
    return mail_to(organiser.user, news.template, general_facts(news.gathering) | facts)


# The kinds


def unseen(name: str, template: str, find_answerers: Callable[[News], QuerySet[User]]) -> Kind[News]:
    """Its mails go while the gathering is hidden."""
    organisers, parties = Readers(organisers_then, to_organiser), Readers(parties_to_come, to_unreading_party)
    return Kind(name, partial(read, template), (organisers, parties, Readers(find_answerers, to_answerer)))


BACK = (Readers(organisers_then, to_organiser), Readers(parties_to_come, to_reading_party))
KINDS = (
    unseen("gathering_hidden", "events/mail_hidden.txt", answerers_of_cancelled),
    unseen("cancelled_hidden", "events/mail_cancelled.txt", answerers),
    kind("gathering_restored", "events/mail_restored.txt", *BACK, read=read_restored),
)
