"""What a shared link to a lab carries, and one to a page of it that has no picture of its own."""

from django.utils.translation import gettext as _

from common.sharing.cards import Card, Shared, shared
from labs.models import Lab


def lab_words(lab: Lab) -> str:
    """`Stadslab Horst aan de Maas`, as in the title of its pages."""
    return f"{lab.lab_word[:1].upper()}{lab.lab_word[1:]} {lab.name}"


def lab_card(lab: Lab) -> Card:
    return Card(
        title=lab_words(lab),
        above=lab.municipality.name if lab.municipality.name != lab.name else "",
        theme=lab.municipality.theme,
        key=f"lab-{lab.slug}",
        instead=lab_words(lab),
        facts=(_("What is possible here?"),),
    )


def lab_tags(lab: Lab, words: str) -> Shared:
    return shared(lab_card(lab), words, lab.get_absolute_url())


def page_tags(lab: Lab, title: str) -> Shared:
    """Return the tags of a page with the lab's picture. They name no address: the reader may have filtered a list."""
    return lab_tags(lab, "")._replace(title=f"{title} · {lab_words(lab)}", address="")
