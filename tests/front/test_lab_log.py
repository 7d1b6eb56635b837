"""The log page of a lab: all its entries, in words, and no entry of another lab."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation

from audit.models import AuditEntry, Kind, Thing
from front.erasure import erase
from ideas.models import Idea, IdeaPhoto
from tests.challenges.factories import make_question
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab()


def log(client, lab, **query):
    return client.get(reverse("lab_log", kwargs={"lab_slug": lab.slug}), query)


def test_it_tells_who_did_what_and_why(client, lab):
    mo = make_member(lab, "Mo", "lab_admin", "moderator")
    make_member(lab, "Bram").give_role("stadmaker", "", mo, "Trekt de <b>tuin</b>.")
    lab.change_texts(mo, charter="Anders.")
    idea = make_idea(make_member(lab, "Anna"))
    idea.hide(mo, "spam")
    for slug, name in (("elders", "Elders"), (lab.slug, "Proefdorp")):
        AuditEntry.objects.note(None, Kind.FOUND_LAB, Thing.LAB, slug, lab=slug, after={"name": name})
    client.force_login(mo.user)
    text = " ".join(log(client, lab).text.split())
    for words in (
        "gaf een rol: <bdi>Bram: stadmaker",
        "Trekt de &lt;b&gt;tuin",
        "paste een tekst aan: <bdi>Zo werken wij",
        f'verborg iets: <a href="{idea.get_absolute_url()}">idee {idea.pk}</a></p>',
        "herhaling of spam",
        "<bdi>Het systeem</bdi></strong> opende dit lab",
    ):
        assert words in text
    assert "Elders" not in text


def test_what_was_hidden_has_a_link_and_its_title_once_it_is_restored(client, lab):
    mo, beatrix = make_member(lab, "Mo", "moderator"), make_member(lab, "Beatrix", "lab_admin")
    anna = make_member(lab, "Anna")
    idea, gone = make_idea(anna, "Bank & <b>bloem</b>"), make_idea(anna, "Weg")
    comment = make_comment(idea, anna, "Onzin.")
    for thing in (idea, gone, comment):
        thing.hide(mo, "spam")
    idea_url, comment_url, gone_number = idea.get_absolute_url(), comment.get_absolute_url(), gone.pk
    type(gone).objects.filter(pk=gone.pk).delete()
    client.force_login(beatrix.user)
    page = log(client, lab).text
    assert f'<a href="{idea_url}">idee {idea.pk}</a>' in page
    assert f'<a href="{comment_url}">reactie {comment.pk}</a>' in page
    assert f"<bdi>idee {gone_number}</bdi>" in page
    assert "Bank" not in page, "it is hidden, and Beatrix doesn't moderate"
    Idea.objects.get(pk=idea.pk).restore(mo, "Toch goed.")
    client.cookies["language"] = "en"
    page = " ".join(log(client, lab).text.split())
    title = '(<bdi lang="nl">Bank &amp; &lt;b&gt;bloem&lt;/b&gt;</bdi>)'
    assert f'<a href="{idea_url}">idea {idea.pk}</a> {title}' in page


def test_hidden_photos_questions_and_gatherings_are_named_too(client, lab):
    mo, anna = make_member(lab, "Mo", "moderator", "lab_admin"), make_member(lab, "Anna")
    question, gathering = make_question(anna), make_gathering(anna, "Avond")
    photo = IdeaPhoto(make_idea(anna, "Pluktuin", photo=default_storage.save("ideas/foto.webp", ContentFile(b"RIFF"))))
    for thing in (question, gathering, photo):
        assert thing.hide(mo, "spam")
    client.force_login(mo.user)
    page = log(client, lab).text
    assert f'<a href="{question.get_absolute_url()}">vraag {question.pk}</a>' in page
    assert f'<a href="{gathering.get_absolute_url()}">bijeenkomst {gathering.pk}</a>' in page
    assert f'<a href="{photo.idea.get_absolute_url()}">foto van idee {photo.idea.pk}</a>' in page


def test_many_hidden_things_cost_no_more_queries(client, lab, django_assert_max_num_queries):
    mo, anna = make_member(lab, "Mo", "moderator", "lab_admin"), make_member(lab, "Anna")
    client.force_login(mo.user)
    counts = []
    for turn in range(2):
        for number in range(3):
            idea = make_idea(anna, f"Idee {turn} {number}")
            make_comment(idea, anna, "Onzin.").hide(mo, "spam")
            idea.hide(mo, "spam")
        log(client, lab)
        with django_assert_max_num_queries(99) as asked:
            log(client, lab)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("roles", "shown"), [([], False), (["lab_admin"], False), (["moderator"], True)])
def test_moderators_find_what_is_hidden_in_the_menu(client, lab, roles, shown):
    client.force_login(make_member(lab, "Mo", *roles).user)
    page = client.get(lab.get_absolute_url()).text
    assert (f'href="{reverse("hidden_list", kwargs={"lab_slug": lab.slug})}"' in page) is shown


def test_it_tells_of_roles_in_the_language_of_who_reads(client, lab):
    mo = make_member(lab, "Mo", "lab_admin")
    make_member(lab, "Ingrid: van hier").give_role("civil_servant", "team Groen", mo, "Werkt daar.")
    client.force_login(mo.user)
    assert "<bdi>Ingrid: van hier: Gemeente · team Groen</bdi>" in log(client, lab).text
    client.cookies["language"] = "en"
    assert "<bdi>Ingrid: van hier: Municipality · team Groen</bdi>" in log(client, lab).text


def test_a_colon_in_what_someone_speaks_for_changes_nothing(client, lab):
    mo = make_member(lab, "Mo", "lab_admin")
    make_member(lab, "Bram").give_role("body", "Dorpsraad: zuid", mo, "Gekozen.")
    client.force_login(mo.user)
    assert "<bdi>Bram: namens Dorpsraad: zuid</bdi>" in log(client, lab).text


def test_it_is_leafed_through(client, lab, django_assert_max_num_queries):
    mo = make_member(lab, "Mo", "lab_admin")
    for number in range(120):
        name = {"name": f"Dorp {number}"}
        AuditEntry.objects.note(mo.user, Kind.ADD_VILLAGE, Thing.VILLAGE, number, lab=lab.slug, after=name)
    client.force_login(mo.user)
    with django_assert_max_num_queries(9):
        assert "Dorp 119" in log(client, lab).text
    assert "Dorp 0<" in log(client, lab, pagina=3).text
    assert log(client, lab, pagina="x").status_code == 200


def test_every_kind_has_words_of_its_own_in_both_languages():
    for language in ("nl", "en"):
        with translation.override(language):
            words = {str(Kind(kind).label) for kind in Kind}
        assert len(words) == len(Kind)
        assert not words & {kind.value for kind in Kind}


def test_what_people_type_is_never_taken_for_a_code(client, lab):
    """A typed reason may equal one of our codes; it is still a typed reason."""
    mo = make_member(lab, "Mo", "lab_admin")
    for number, reason in enumerate(("spam", "create_lab", "account_deleted", "example")):
        make_member(lab, f"Bram{number}").give_role("stadmaker", "", mo, reason)
    client.force_login(mo.user)
    text = log(client, lab).text
    for reason in ("spam", "create_lab", "account_deleted", "example"):
        assert f">{reason}</bdi>" in text


def test_why_a_role_went_with_an_account_is_told_in_the_language_of_who_reads(client, lab):
    mo = make_member(lab, "Mo", "lab_admin")
    erase(make_member(lab, "Bram", "stadmaker").user, keep_words=True)
    client.force_login(mo.user)
    assert "Het account is verwijderd." in log(client, lab).text
    assert "nam een rol terug: <bdi>oud-deelnemer: stadmaker</bdi>" in log(client, lab).text
    client.cookies["language"] = "en"
    assert "<bdi>The account was deleted." in log(client, lab).text, "in English, and not said to be Dutch"
    assert "took a role away: <bdi>former participant: stadmaker</bdi>" in log(client, lab).text


def test_what_somebody_did_who_left_is_not_said_to_be_of_the_system(client, lab):
    mo, anna = make_member(lab, "Mo", "lab_admin"), make_member(lab, "Anna", "moderator")
    make_idea(mo).hide(anna, "spam")
    erase(anna.user, keep_words=True)
    client.force_login(mo.user)
    text = " ".join(log(client, lab).text.split())
    assert "<bdi>oud-deelnemer</bdi></strong> verborg iets" in text
    assert "<bdi>Het systeem</bdi></strong> nam een rol terug" in text, "which it did itself, with the account"


@pytest.mark.parametrize(
    ("kind", "thing", "state"),
    [
        (Kind.REMOVE_ENTRIES, Thing.ENTRIES, {}),
        (Kind.CHANGE_TEXT, Thing.TEXT, {"before": {"words": "toen"}}),
        (Kind.GIVE_ROLE, Thing.PERSON, {"after": {"role": "stadmaker"}}),
    ],
)
def test_an_entry_that_was_written_by_hand_and_lacks_a_part_is_shown(client, lab, kind, thing, state):
    AuditEntry.objects.note(None, kind, thing, 1, lab=lab.slug, **state)
    client.force_login(make_member(lab, "Mo", "lab_admin").user)
    with translation.override("nl"):
        did = str(kind.label)
    assert f"<bdi>Het systeem</bdi></strong> {did}" in log(client, lab).text
