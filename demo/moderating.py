"""How an example lab moderates, who doesn't take part there for some days, and whose name is hidden."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from demo import shapes
from demo.people import People
from labs.models import Lab, MemberName
from moderation.models import ModerationSettings


def build(content: shapes.Lab, lab: Lab) -> None:
    """Change the settings of a new lab, pause people, and hide names."""
    people = People(lab)
    if content.moderation.by:
        _set(content.moderation, lab, people)
    for told in content.pauses:
        people.member(told.who).pause(people.member(told.by), told.reason, told.explanation, told.days)
    for hidden in content.hidden_names:
        MemberName(people.member(hidden.who)).hide(people.member(hidden.by), hidden.reason, hidden.explanation)


def _set(told: shapes.Moderation, lab: Lab, people: People) -> None:
    values: dict[str, object] = {"words_more": "\n".join(told.words)}
    if told.calm:
        days, name, phone = told.calm
        until = timezone.localdate() + timedelta(days=days)
        values |= {"calm_until": until, "calm_name": name, "calm_phone": phone}
    seen = ModerationSettings.objects.of(lab).state
    ModerationSettings.change(people.member(told.by), seen, **values)


@contextmanager
def calm_mode_rests(lab: Lab) -> Iterator[None]:
    """Let people say within a second what they said in weeks, also in calm mode."""
    settings = ModerationSettings.objects.filter(lab=lab)
    until = settings.values_list("calm_until", flat=True).first()
    settings.update(calm_until=None)
    yield
    settings.update(calm_until=until)
