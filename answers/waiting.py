"""What waits on the desk because of answers: owed ones, questions about them, ideas to welcome or look at again."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answers import rules, waiting_drafts
from answers.desk import Act, Key, Row, Waiting
from answers.models import Answer, Clarity, Note
from answers.models.absence import deputies_in, stands_in_for
from answers.models.team import servants_of
from common.times import day_words
from ideas.models import Idea
from labs.models import Lab, Membership

LOOK_AHEAD = timedelta(days=30)


def teams_of(member: Membership) -> set[int]:
    return set(member.teams.open().values_list("pk", flat=True))


def colleagues_in(lab: Lab) -> set[int]:
    return set(servants_of(lab).order_by().values_list("pk", flat=True))


def teams_at_work(lab: Lab) -> set[int]:
    """Return the open teams in which somebody may answer."""
    return set(lab.teams.open().filter(members__in=servants_of(lab).order_by()).values_list("pk", flat=True))


# Owed


def owed_keys(member: Membership) -> Iterable[Key]:
    """What nobody works on, and no team, waits for every civil servant. After its first day an answer stays late."""
    mine, teams = {member.pk} | stands_in_for(member), teams_of(member)
    answers = Answer.objects.owed().filter(idea__lab=member.lab, idea__is_hidden=False)
    for pk, first, due, owner, team in answers.values_list("pk", "first_due", "due", "owner", "team").order_by():
        is_anybodys = owner is None and team is None and rules.can_work(member)
        yield Key(
            owed_day(first, due), "antwoorden", pk, owner in mine, team in teams or is_anybodys, owner is not None
        )


def owed_day(first: date, due: date) -> date:
    return first if first < timezone.localdate() else due


def owed_rows(member: Membership, keys: list[Key]) -> Iterable[Row]:
    by_pk = {key.pk: key for key in keys}
    may = rules.can_work(member)
    deputies = deputies_in(member.lab) if may else {}  # only colleagues read who is away
    found = Answer.objects.owed().filter(pk__in=by_pk).select_related("idea", "owner__user", "team", "asked_by__user")
    for answer in found:
        answer.idea.lab = member.lab
        key = by_pk[answer.pk]
        yield Row(
            key,
            answer.idea.title,
            answer.idea.get_absolute_url(),
            because_words(answer, key.day),
            who_words(answer, deputies.get(answer.owner_id or 0)),
            owed_acts(answer, key) if may else [Act(_("View"), answer.idea.get_absolute_url())],
            f"{answer.pk}:{answer.care_seen}" if may else "",
            answer.idea.support_count,
        )


def because_words(answer: Answer, day: date) -> str:
    because = str(answer.get_because_display())
    if answer.due == day:
        return because
    return _("%(because)s · new date: %(day)s") % {"because": because, "day": day_words(answer.due)}


def owed_acts(answer: Answer, key: Key) -> list[Act]:
    def address(name: str) -> str:
        return reverse(name, kwargs={"lab_slug": answer.lab.slug, "pk": answer.idea_id})

    work = Act(_("Notes for colleagues"), address("answer_work"))
    if answer.owner_id is None:
        return [Act(_("I pick this up"), address("answer_take"), is_press=True, is_first=key.is_of_team), work]
    if not key.is_mine:
        return [Act(_("View"), address("answer_work"))]
    give = Act(_("Give the answer"), address("answer_give"), is_first=key.is_late or key.is_soon)
    return [give, Act(_("Choose a new date"), address("answer_date")), work]


def who_words(answer: Answer, deputy: Membership | None) -> str:
    owner, team = answer.owner.name if answer.owner else "", answer.team.name if answer.team else ""
    if deputy:
        owner = _("%(name)s (now: %(deputy)s)") % {"name": owner, "deputy": deputy.name}
    return ", ".join(filter(None, [owner, team]))


# Asked by a colleague


def asked_keys(member: Membership) -> Iterable[Key]:
    """Only civil servants read what colleagues ask each other.

    A question to somebody who lost the role or left waits for the team of the answer.
    """
    if not rules.can_work(member):
        return
    mine, teams = {member.pk} | stands_in_for(member), teams_of(member)
    colleagues, at_work = colleagues_in(member.lab), teams_at_work(member.lab)
    notes = Note.objects.unanswered().filter(answer__idea__lab=member.lab, answer__idea__is_hidden=False)
    for pk, at, to, team in notes.values_list("pk", "at", "to", "answer__team").order_by():
        is_of_team = to not in colleagues and (team not in at_work or team in teams)
        yield Key(timezone.localdate(at), "vragen", pk, to in mine, is_of_team, is_promised=False)


def asked_rows(member: Membership, keys: list[Key]) -> Iterable[Row]:
    by_pk = {key.pk: key for key in keys}
    for note in Note.objects.filter(pk__in=by_pk).select_related("answer__idea", "by__user", "to__user"):
        idea = note.answer.idea
        address = reverse("answer_work", kwargs={"lab_slug": member.lab.slug, "pk": idea.pk}) + "#notities"
        asks = _("%(name)s asks: %(words)s") % {"name": note.by.name if note.by else "", "words": note.words}
        is_first = by_pk[note.pk].is_mine or by_pk[note.pk].is_of_team
        act = Act(_("Reply") if is_first else _("View"), address, is_first=is_first)
        yield Row(by_pk[note.pk], idea.title, address, asks, note.to.name if note.to else "", [act])


# Asked by a reader


def unclear_keys(member: Membership) -> Iterable[Key]:
    """Questions about answers, by the day on which they were asked.

    They wait for everybody if who gave the answer lost the role or left, and its team was closed or is empty.
    """
    if not rules.can_work(member):
        return
    mine, teams = {member.pk} | stands_in_for(member), teams_of(member)
    colleagues, at_work = colleagues_in(member.lab), teams_at_work(member.lab)
    asked = Clarity.objects.waiting().filter(version__answer__idea__lab=member.lab)
    rows = asked.values_list("pk", "at", "version__answer__owner", "version__answer__team").order_by()
    for pk, at, owner, team in rows:
        is_held = owner in colleagues
        is_of_team = team in teams if team in at_work else not is_held
        day = timezone.localdate(at)
        yield Key(day, "onduidelijk", pk, owner in mine, is_of_team, is_held, is_promised=False)


def unclear_rows(member: Membership, keys: list[Key]) -> Iterable[Row]:
    by_pk = {key.pk: key for key in keys}
    for asked in Clarity.objects.filter(pk__in=by_pk).select_related("version__answer__idea", "person__user"):
        idea = asked.version.answer.idea
        address = reverse("answer_unclear", kwargs={"lab_slug": member.lab.slug, "pk": idea.pk})
        asks = _("%(name)s asks: %(words)s") % {"name": asked.person.name, "words": asked.question}
        yield Row(
            by_pk[asked.pk], idea.title, address, asks, "", [Act(_("Reply to the question"), address, is_first=True)]
        )


# To look at again


def again_keys(member: Membership) -> Iterable[Key]:
    """Ideas that got *nu niet*, a month before their day, for the team that said so."""
    teams, at_work = teams_of(member), teams_at_work(member.lab)
    soon = timezone.localdate() + LOOK_AHEAD
    ideas = Idea.objects.to_look_at_later().filter(lab=member.lab, status_date__lte=soon)
    rows = ideas.values_list("pk", "status_date", "answers__team").order_by("pk", "answers__pk")
    last = {pk: (day, team) for pk, day, team in rows}  # of the last answer
    for pk, (day, team) in last.items():
        assert day  # in the filter
        yield Key(day, "weer-kijken", pk, False, team in teams if team in at_work else rules.can_work(member))


def again_rows(member: Membership, keys: list[Key]) -> Iterable[Row]:
    by_pk = {key.pk: key for key in keys}
    for idea in Idea.objects.filter(pk__in=by_pk):
        idea.lab = member.lab
        address = idea.get_absolute_url()
        acts = [Act(_("View"), address)]
        yield Row(
            by_pk[idea.pk], idea.title, address, _("We would look at this again"), "", acts, "", idea.support_count
        )


# To welcome


def welcome_keys(member: Membership) -> Iterable[Key]:
    """Ideas whose maker got no first word yet wait for everybody here, except for the maker."""
    ideas = Idea.objects.filter(lab=member.lab, is_hidden=False).waiting_for_welcome()
    for pk, day, author in ideas.values_list("pk", "welcome_due", "author").order_by():
        assert day  # in the filter
        yield Key(day, "verwelkomen", pk, False, author != member.pk)


def welcome_rows(member: Membership, keys: list[Key]) -> Iterable[Row]:
    by_pk = {key.pk: key for key in keys}
    for idea in Idea.objects.filter(pk__in=by_pk).select_related("author__user"):
        idea.lab = member.lab
        key = by_pk[idea.pk]
        form = reverse("idea_welcome", kwargs={"lab_slug": member.lab.slug, "pk": idea.pk})
        act = (
            Act(_("Say welcome"), form, is_first=key.is_late)
            if key.is_of_team
            else Act(_("View"), idea.get_absolute_url())
        )
        about = _("%(name)s shared this, and waits for a first word") % {"name": idea.maker_name or _("Somebody")}
        yield Row(key, idea.title, idea.get_absolute_url(), about, "", [act], "", idea.support_count)


OWED = Waiting("antwoorden", gettext_lazy("Answers that we owe"), owed_keys, owed_rows)
KINDS = (
    OWED,
    Waiting("vragen", gettext_lazy("Questions of colleagues"), asked_keys, asked_rows),
    *waiting_drafts.KINDS,
    Waiting("onduidelijk", gettext_lazy("Questions about an answer"), unclear_keys, unclear_rows),
    Waiting("verwelkomen", gettext_lazy("Ideas to welcome"), welcome_keys, welcome_rows),
    Waiting("weer-kijken", gettext_lazy("Look again"), again_keys, again_rows),
)
