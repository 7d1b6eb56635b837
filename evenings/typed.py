"""What somebody typed in a form of an evening, in lines to copy: for the page that says that it came too late."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from evenings.models import Evening, Option
from ideas.models import PledgeKind

WORDS = ("name", "role", "words", "text", "title", "by_when", "day", "contact", "parked_for", "parked_on")
NUMBER = "number-"
MOST_LINES = 100


def typed_in(evening: Evening, sent: Mapping[str, str]) -> str:
    """Return what was typed, a line for each field; empty if a button was all. One query, for counts."""
    lines = [value for name in WORDS if (value := sent.get(name, "").strip())]
    if lines and sent.get("kind") in PledgeKind.values:
        lines.append(str(PledgeKind(sent["kind"]).label))
    if heads := sent.get("heads", "").strip():
        lines.append(f"{_('How many people are in the room?')} {heads}")
    return "\n".join([*lines, *counts_in(evening, sent)][:MOST_LINES])


def counts_in(evening: Evening, sent: Mapping[str, str]) -> list[str]:
    """Return the numbers at each option, in words; with a grade where there are grades."""
    numbers = {name: value.strip() for name, value in sent.items() if name.startswith(NUMBER) and value.strip()}
    if not numbers:
        return []
    options = Option.objects.filter(choice__step__session=evening.session_id).select_related("choice__step")
    labels = {str(option.pk): option.label for option in options}
    lines = []
    for name, value in numbers.items():
        option, _dash, grade = name.removeprefix(NUMBER).partition("-")
        if option in labels:
            with_grade = ", " + _("grade %(grade)s") % {"grade": grade} if grade.isdigit() and int(grade) else ""
            lines.append(f"{labels[option]}{with_grade}: {value}")
    return lines
