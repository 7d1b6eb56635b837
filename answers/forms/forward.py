"""The form to pass an idea on in one press: a ready reason, to whom, and where people take it themselves."""

from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from answers.forms.spoken import MunicipalForm
from answers.models import Terms
from common.fields import LineField, WordsField, with_value
from ideas.forms.care import REASON_LENGTH
from ideas.models import Idea


class Ready(NamedTuple):
    """A reason to begin from; `name` is in addresses."""

    name: str
    label: Promise | str
    to: Promise | str
    reason: Promise | str


READY = [
    Ready(
        "melding",
        _("It is something to mend in the street"),
        pgettext_lazy("passed on to", "the team of public space"),
        _("A loose paving stone, a lamp or litter: the municipality mends that when you report it there."),
    ),
    Ready(
        "vergunning",
        _("It needs a permit"),
        pgettext_lazy("passed on to", "the team of permits"),
        _("This needs a permit. You apply for it there, and then you get a decision by law."),
    ),
    Ready(
        "anders",
        _("Another organisation decides on this"),
        "",
        _("The municipality doesn't decide on this. We asked who does, and bring you in contact."),
    ),
]


class ForwardForm(MunicipalForm):
    """`seen`: the revision of the status that was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    to = LineField(seen=80, label=_("Who to?"), error_messages={"required": _("Write who the idea goes to.")})
    reason = WordsField(
        rows=5,
        seen=REASON_LENGTH,
        label=_("Why?"),
        help_text=_("In plain words. Everybody can read this."),
        error_messages={"required": _("Write in one or two sentences why.")},
    )

    def __init__(self, *args: Any, idea: Idea, ready: Ready | None = None, **options: Any) -> None:
        first: dict[str, Any] = {"seen": idea.status_revision}
        if ready:
            first |= {"to": ready.to, "reason": reason_of(idea, ready)}
        super().__init__(*args, initial=first, **options)

    def accept(self, revision: int) -> None:
        """Accept the status as it is now: the person saw the conflict, and may send the same words again."""
        self.data = with_value(self.data, "seen", revision)


def reason_of(idea: Idea, ready: Ready) -> str:
    """Return the reason, with the link to the municipality's own site if the lab gave one."""
    channel = Terms.objects.of(idea.lab).channel
    where = gettext("Do you want to submit something official? You do that here: %(link)s") % {"link": f"<{channel}>"}
    return f"{ready.reason}\n\n{where}" if channel else str(ready.reason)
