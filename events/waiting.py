"""What waits on the desk because of gatherings: those that are over, and whose outcome nobody wrote down."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answers import rules as answers
from answers.desk import Act, Key, Row, Waiting
from events import rules
from events.models import Aloud, Gathering
from labs.models import FACILITATORS, Membership

WITHIN = timedelta(days=7)  # people want to hear what came of it
FORGOTTEN = timedelta(days=180)  # then nobody waits for it any more


def keys(member: Membership) -> Iterable[Key]:
    """A gathering whose organisers have no role any more, or left, waits for those who run the lab."""
    now = timezone.now()
    over = Gathering.objects.filter(lab=member.lab, outcome="").going_on()
    over = over.filter(ends_at__lte=now, ends_at__gt=now - FORGOTTEN)
    mine = set(over.filter(organisers=member).values_list("pk", flat=True))
    held = set(over.filter(organisers__roles__kind__in=FACILITATORS).values_list("pk", flat=True))
    for pk, ends_at in over.values_list("pk", "ends_at").order_by():
        yield Key(
            timezone.localdate(ends_at) + WITHIN,
            "bijeenkomsten",
            pk,
            pk in mine,
            pk not in held and member.is_admin,
            pk in held,
        )


def rows(member: Membership, wanted: list[Key]) -> Iterable[Row]:
    by_pk = {key.pk: key for key in wanted}
    for gathering in Gathering.objects.filter(pk__in=by_pk).prefetch_related("organisers__user"):
        gathering.lab = member.lab
        kwargs = {"lab_slug": member.lab.slug, "pk": gathering.pk}
        address = gathering.get_absolute_url()
        act = Act(_("View"), address)
        if rules.organises(member, gathering):
            act = Act(_("Write down what came out of it"), reverse("gathering_outcome", kwargs=kwargs), is_first=True)
        who = ", ".join(organiser.name for organiser in gathering.organisers.all())
        yield Row(
            by_pk[gathering.pk], gathering.title, address, _("Nobody wrote down what came out of it"), who, [act]
        )


# Said aloud


def aloud_keys(member: Membership) -> Iterable[Key]:
    """What was said aloud and not confirmed yet waits for every civil servant, by the end of the week after."""
    waiting = Aloud.objects.waiting().shown().filter(idea__lab=member.lab)
    for pk, noted_at in waiting.values_list("pk", "noted_at").order_by():
        yield Key(timezone.localdate(noted_at) + WITHIN, "gezegd", pk, is_of_team=answers.can_work(member))


def aloud_rows(member: Membership, wanted: list[Key]) -> Iterable[Row]:
    by_pk = {key.pk: key for key in wanted}
    for said in Aloud.objects.filter(pk__in=by_pk).select_related("idea", "gathering"):
        kwargs = {"lab_slug": member.lab.slug, "pk": said.gathering_id, "aloud_pk": said.pk}
        address = reverse("gathering_aloud_one", kwargs=kwargs)
        words = _("%(name)s (%(role)s) said: %(words)s") % {"name": said.name, "role": said.role, "words": said.words}
        may = answers.can_work(member)
        act = Act(_("Confirm it, or say that it was otherwise") if may else _("View"), address, is_first=may)
        yield Row(by_pk[said.pk], said.idea.title, address, words, "", [act])


KINDS = (
    Waiting("bijeenkomsten", gettext_lazy("Gatherings without an outcome"), keys, rows),
    Waiting("gezegd", gettext_lazy("Said aloud, not confirmed yet"), aloud_keys, aloud_rows),
)
