"""The readers and mails of the notices about gatherings (models/letters.py). The worker writes the mails.

Each person gets one mail: organisers first, then parties who don't organise, then people who only answered dates.
Parties that withdrew, or that came after the verb, get no mail; each kind says what else may have changed since.
"""

from collections.abc import Callable
from datetime import time
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import User
from common import clock
from common.time_words import clock_words
from common.times import day_of, wall_clock
from events import news as lines
from events.mail_facts import News, general_facts, organisers_address, read, to_organiser, to_party
from events.models import Attendance, AttendanceState, Gathering, GatheringSubscription, TableIdea, moments
from events.models.attendance import AttendanceQuerySet
from events.models.reminding import day_before
from ideas.news import people_of
from labs.models import LabSubscription, Membership
from labs.models.subscriptions import asked_for, without_stopped
from notifications.groups import GATHERINGS, IDEAS, POSTED, Group
from notifications.mail import mail_to
from notifications.models import Notice, Notification, OutgoingMail
from notifications.notices import Kind, OnPage, Readers
from notifications.subjects import Line
from places.models import PlaceSubscription

MOVED, MOVED_UP, BACK_IN_LINE = "events/mail_moved.txt", "events/mail_moved_up.txt", "events/mail_back_in_line.txt"


# Parties


def told_parties(news: News) -> AttendanceQuerySet:
    """Return the parties that the verb was about."""
    return Attendance.objects.with_names().filter(gathering=news.gathering.pk, pk__in=news.facts["parties"])


def to_told_party(news: News, party: Attendance) -> OutgoingMail | None:
    """Return the mail to a party; None if it withdrew since, even if it came back: other notices tell that."""
    moment = news.moment_of(party)
    is_gone = not party.comes or moment is None or party.line != moment["line"]
    return None if is_gone else to_party(news, party, news.template)


def to_withdrawn_party(news: News, party: Attendance) -> OutgoingMail | None:
    return to_party(news, party, news.template)


def template_of(news: News, party: Attendance) -> str:
    """Return the template of the party's own news if its seats changed too; else the template for everybody."""
    moment = news.moment_of(party)
    if moment is None:
        return news.template
    return MOVED_UP if moment["state"] == "going" else BACK_IN_LINE


def to_party_with_other_seats(news: News, party: Attendance) -> OutgoingMail | None:
    return to_told_party(news._replace(template=template_of(news, party)), party)


# Everybody


def parties_then(news: News) -> "QuerySet[Attendance]":
    """Return the parties of that moment that still come. A later party, or one that came back, has a higher `line`."""
    counted = Attendance.objects.counted().with_names()
    return counted.filter(gathering=news.gathering.pk, line__lte=news.facts["last_in_line"])


def parties(news: News) -> QuerySet[Attendance]:
    return parties_then(news).exclude(person__in=organisers_then(news).values("pk"))


def parties_to_come(news: News) -> QuerySet[Attendance]:
    """Return the same parties; none once it is over."""
    return Attendance.objects.none() if news.gathering.is_over(clock.now()) else parties(news)


def to_any_party(news: News, party: Attendance) -> OutgoingMail | None:
    return to_party(news, party, template_of(news, party))


def organisers_then(news: News) -> QuerySet[Membership]:
    """Return the organisers of that moment who still organise it."""
    found = Membership.objects.filter(pk__in=news.facts["organisers"], organises=news.gathering.pk)
    return found.select_related("user")


def organisers(news: News) -> QuerySet[Membership]:
    """Return the same organisers, each with their party in `here`."""
    return organisers_then(news).prefetch_related(Prefetch("attendances", parties_then(news), to_attr="here"))


def to_any_organiser(news: News, organiser: Any) -> OutgoingMail | None:
    """Return the mail to an organiser who attends, as to a party, or to another organiser; None if they did it."""
    if organiser.here:
        return to_any_party(news, organiser.here[0])
    return None if organiser == news.by else to_organiser(news, organiser, news.template)


def answerers(news: News) -> QuerySet[User]:
    """Return the people who answered dates, and who don't attend, didn't withdraw and don't organise it."""
    here = Attendance.objects.filter(gathering=news.gathering.pk)
    theirs = here.filter(Q(person__user=OuterRef("pk")) | Q(mailbox=OuterRef("mailbox")))
    answered = User.objects.filter(memberships__date_answers__option__gathering=news.gathering.pk).distinct()
    return answered.filter(~Exists(theirs)).exclude(memberships__in=news.facts["organisers"])


def to_answerer(news: News, user: User) -> OutgoingMail | None:
    return mail_to(user, news.template, general_facts(news.gathering) | {"reader": user.name, "move": news.move})


# Who asked to hear of it, and doesn't take part


def followers(news: News) -> QuerySet[User]:
    """Return the accounts that asked to hear of it; none that attends, organises it or answered dates."""
    people = User.objects.filter(asked_for(wishes(news))).exclude(pk__in=answerers(news).values("pk"))
    people = people.exclude(accounts_of(parties_then(news)))
    people = people.exclude(pk__in=organisers_then(news).filter(user__isnull=False).values("user"))
    return people.exclude(pk=news.by.user_id) if news.by and news.by.user_id else people


def to_follower(news: News, user: User) -> OutgoingMail | None:
    facts = {"reader": user.name, "move": news.move, "effect": news.effect, "follows": True}
    return mail_to(user, news.template, general_facts(news.gathering) | facts)


def wishes(news: News) -> Any:
    return GatheringSubscription.objects.filter(gathering=news.gathering.pk)


def listening(people: QuerySet[User], news: News) -> QuerySet[User]:
    """Return these people, without those who stopped hearing of it, and without those who did it."""
    heard = without_stopped(people, wishes(news))
    return heard.exclude(pk=news.by.user_id) if news.by and news.by.user_id else heard


def followers_around(news: News) -> QuerySet[User]:
    """Return who follows its place or its lab, except its organisers, and whom an idea on its table told already."""
    here = Gathering.objects.filter(pk=news.gathering.pk)
    of_place = PlaceSubscription.objects.filter(place__in=here.values("place"))
    of_lab = LabSubscription.objects.filter(lab__in=here.values("lab"))
    people = listening(User.objects.filter(asked_for(of_place) | asked_for(of_lab)), news)
    return untold_by_tables(people, news, "discussed").exclude(memberships__organises=news.gathering.pk)


def people_of_outcome(news: News) -> QuerySet[User]:
    """Return who had seats, organises it or follows it, except whom the outcome for an idea told already."""
    going = parties_then(news).filter(state=AttendanceState.GOING)
    those = accounts_of(going) | Q(pk__in=organisers_then(news).values("user")) | asked_for(wishes(news))
    return untold_by_tables(listening(User.objects.filter(those), news), news, "outcome")


def untold_by_tables(people: QuerySet[User], news: News, kind: str) -> QuerySet[User]:
    """Leave out whom this kind told of an idea on its table: that notice was written first, so it was worked off."""
    rows = TableIdea.objects.filter(gathering=news.gathering.pk).values("pk")
    told = Notification.objects.filter(kind=kind, about_kind=TableIdea._meta.label, about_id__in=rows)
    return people.filter(~Exists(told.filter(inbox=OuterRef("pk"))))


def read_public(template: str, notice: Notice) -> News | None:
    """Return None if it was cancelled or is over."""
    news = read(template, notice)
    found = lines.gatherings().filter(pk=notice.about_id).first()
    if news is None or found is None or found.is_cancelled or found.is_over(clock.now()):
        return None
    return news


def read_its_outcome(template: str, notice: Notice) -> News | None:
    """Return None if the outcome was removed."""
    return read(template, notice) if lines.gatherings().filter(pk=notice.about_id).exclude(outcome="") else None


# The day before


def going_then(news: News) -> QuerySet[Attendance]:
    """Return the parties that have had their seats since before that day: later ones were told when it is.

    None if the gathering has begun, or was moved or cancelled since.
    """
    starts_at = news.gathering.starts_at
    assert starts_at is not None
    as_told = Gathering.objects.going_on().filter(pk=news.gathering.pk, starts_at=starts_at, starts_at__gt=clock.now())
    found = parties_then(news).filter(state=AttendanceState.GOING, gathering__in=as_told)
    found = found.exclude(person__in=wishes(news).stopped().values("person"))
    return found.alias(since=Coalesce("changed_at", "came_at")).filter(since__lt=day_before(starts_at))


def reminded_people(news: News) -> QuerySet[User]:
    return listening(User.objects.filter(accounts_of(going_then(news))), news)


def to_reminded_party(news: News, party: Attendance) -> OutgoingMail | None:
    starts_at = news.gathering.starts_at
    assert starts_at is not None
    is_today = day_of(starts_at) == day_of(clock.now())  # the worker was away
    mail = to_party(news, party, news.template, is_today=is_today, at=partial(clock_words, starts_at))
    if mail:
        mail.useless_at = starts_at if is_today else wall_clock(day_of(starts_at), time())  # it says "tomorrow"
    return mail


# About its place


def to_party_at_place(news: News, party: Attendance) -> OutgoingMail | None:
    return to_party(news, party, news.template)


def to_organiser_at_place(news: News, organiser: Any) -> OutgoingMail | None:
    party = organiser.here[0] if organiser.here else None
    if organiser == news.by:
        return to_party_at_place(news, party) if party else None
    if party:
        party.gathering = news.gathering
    edit_address = organisers_address("gathering_edit", news.gathering)
    return to_organiser(news, organiser, "events/mail_place_maker.txt", party, edit_address=edit_address)


# Seats that are free in the last two hours


def read_freed(template: str, notice: Notice) -> News | None:
    news = read(template, notice)
    party = told_parties(news).first() if news else None
    if news is None or party is None:
        return None
    moments.put_party_back(party, news.facts["parties"][str(party.pk)])
    return news._replace(freed=party)


def to_organiser_of_freed(news: News, organiser: Membership) -> OutgoingMail | None:
    if organiser.user is None:
        return None
    facts = {"reader": organiser.name, "party": news.freed}
    facts["names_address"] = organisers_address("parties", news.gathering)
    return mail_to(organiser.user, news.template, general_facts(news.gathering) | facts)


# Ideas on the table


def read_discussed(template: str, notice: Notice) -> News | None:
    """Return None if the idea was hidden or left the table since, or if the gathering was cancelled or is over."""
    news = read(template, notice)
    found = lines.on_tables().filter(pk=notice.facts["row"])
    row = found.select_related("idea__author", "idea__behalf__written_by").first() if news else None
    if news is None or row is None or row.gathering.is_cancelled or row.gathering.is_over(clock.now()):
        return None
    return news._replace(row=row)


def read_outcome(template: str, notice: Notice) -> News | None:
    """Return the news with the outcome; None if the idea was hidden or taken off the table, or the outcome removed."""
    news = read(template, notice)
    rows = TableIdea.objects.shown().filter(gathering__is_hidden=False).exclude(outcome="")
    row = rows.select_related("idea__author__user", "idea__behalf__written_by__user").filter(pk=notice.facts["row"])
    found = row.first() if news else None
    return news._replace(row=found) if news and found else None


# On the page of a person: accounts, and never who did it


def accounts_of(parties: QuerySet[Attendance]) -> Q:
    """Of a guest it is the account with the same mailbox, if there is one. No row is NULL: NOT IN never fits then."""
    people = parties.filter(person__user__isnull=False).values("person__user")
    guests = parties.filter(person=None, mailbox__isnull=False).values("mailbox")
    return Q(pk__in=people) | Q(mailbox__in=guests)


def people_at_place(news: News) -> QuerySet[User]:
    here = accounts_of(parties_then(news)) | Q(pk__in=organisers_then(news).values("user"))
    return without_doer(here | asked_for(wishes(news)), news)


def everybody(news: News) -> QuerySet[User]:
    here = accounts_of(parties_then(news)) | Q(pk__in=organisers_then(news).values("user"))
    return without_doer(here | Q(pk__in=answerers(news).values("pk")) | asked_for(wishes(news)), news)


def without_doer(those: Q, news: News) -> QuerySet[User]:
    people = User.objects.filter(those)
    return people.exclude(pk=news.by.user_id) if news.by and news.by.user_id else people


def told_people(news: News) -> QuerySet[User]:
    return User.objects.filter(accounts_of(told_parties(news).counted()))


def own_pages(news: News) -> QuerySet[User]:
    """Return the accounts of the parties, also of those that withdrew."""
    return User.objects.filter(accounts_of(told_parties(news)))


def seated_people(news: News) -> QuerySet[User]:
    """Return those who still have seats; nobody if they took the seats themselves."""
    parties = told_parties(news).going()
    return User.objects.none() if news.facts.get("asked") else User.objects.filter(accounts_of(parties))


def people_of_idea(news: News) -> QuerySet[User]:
    """Return the people of an idea on the table, without the organisers: they did it."""
    return people_of(row_of(news).idea).exclude(memberships__organises=news.gathering.pk)


def row_of(news: News) -> TableIdea:
    assert news.row is not None
    return news.row


def of_gathering(find: Callable[[News], QuerySet[User]], line: Callable[[Gathering, int], Line]) -> OnPage[News]:
    return OnPage(find, lambda news: news.gathering, line)


def of_idea(line: Callable[[TableIdea, int], Line]) -> OnPage[News]:
    return OnPage(people_of_idea, row_of, line)


# The kinds


def kind(
    name: str,
    template: str,
    *readers: Readers[News],
    read: Callable[[str, Notice], News | None] = read,
    page: OnPage[News] | None = None,
    group: Group | None = None,
) -> Kind[News]:
    """No mail of it goes once its gathering is hidden; hidden_mails.py tells that."""
    return Kind(name, partial(read, template), readers, page, group, while_shown=True)


TOLD = Readers(told_parties, to_told_party)
OTHER_SEATS = Readers(told_parties, to_party_with_other_seats)
FOLLOW = Readers(followers, to_follower, GATHERINGS)
ALL = (Readers(organisers, to_any_organiser), Readers(parties, to_any_party), Readers(answerers, to_answerer), FOLLOW)
REMINDED = Readers(going_then, to_reminded_party)
AT_PLACE = (Readers(organisers, to_organiser_at_place), Readers(parties, to_party_at_place), FOLLOW)
FREED = Readers(organisers_then, to_organiser_of_freed)
OWN: OnPage[News] = OnPage(own_pages, lambda news: news.gathering, None)
APPEARED = OnPage(followers_around, lambda news: news.gathering, lines.appeared, joins=lambda new: new.lab_id)
KINDS = (
    kind("signed_up", "events/mail_signed_up.txt", TOLD, page=OWN),
    kind("moved_up", MOVED_UP, TOLD, page=of_gathering(seated_people, lines.seated)),
    kind("withdrawn", "events/mail_withdrawn.txt", Readers(told_parties, to_withdrawn_party), page=OWN),
    kind("seats_changed", "", OTHER_SEATS, page=of_gathering(told_people, lines.seats_changed)),
    kind("moved", MOVED, *ALL, page=of_gathering(everybody, lines.moved)),
    kind("cancelled", "events/mail_cancelled.txt", *ALL, page=of_gathering(everybody, lines.cancelled)),
    kind("date_chosen", "events/mail_date_chosen.txt", *ALL, page=of_gathering(everybody, lines.date_chosen)),
    kind(
        "tomorrow",
        "events/mail_tomorrow.txt",
        REMINDED,
        page=of_gathering(reminded_people, lines.tomorrow),
        group=GATHERINGS,
    ),
    kind("place_changed", "events/mail_place.txt", *AT_PLACE, page=of_gathering(people_at_place, lines.place_changed)),
    kind("appeared", "", read=read_public, page=APPEARED, group=POSTED),
    kind(
        "gathering_outcome",
        "",
        read=read_its_outcome,
        page=of_gathering(people_of_outcome, lines.came_out),
        group=GATHERINGS,
    ),
    kind("freed_late", "events/mail_freed_late.txt", FREED, read=read_freed),
    kind("discussed", "", read=read_discussed, page=of_idea(lines.discussed), group=IDEAS),
    kind("outcome", "", read=read_outcome, page=of_idea(lines.outcome), group=IDEAS),
)
