"""The moderator of another example lab who looks along here, asked and said with their own verbs."""

from datetime import datetime, timedelta

from demo import shapes
from demo.people import People
from labs.models import Lab
from moderation.models import ModerationSettings, looking_along

SINCE = timedelta(days=30)


def build(content: shapes.Lab, lab: Lab, now: datetime) -> None:
    """Let them say yes, once. Only if the other lab, which is read before this one, is there."""
    slug, name = content.neighbour or ("", "")
    elsewhere = Lab.objects.filter(slug=slug, is_demo=True).first()
    if elsewhere is None or ModerationSettings.objects.filter(lab=lab).exists():
        return
    neighbour, host = People(elsewhere).member(name), People(lab).member(content.host)
    ModerationSettings.change(host, ModerationSettings.objects.of(lab).state, neighbour=neighbour)
    looking_along.answer(lab, neighbour, is_yes=True)
    ModerationSettings.objects.filter(lab=lab).update(asked_at=now - SINCE, agreed_at=now - SINCE)
