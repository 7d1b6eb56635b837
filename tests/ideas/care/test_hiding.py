"""Hiding and restoring: a reason, a trace, and a mail to the author."""

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEntry
from ideas.models import CommentHiding, Idea, IdeaHiding
from ideas.views.hiding import PER_PAGE
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.care.conftest import HIDING, WORDS, at, text_of
from tests.mails import send_all

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", ["idea", "comment"])
def test_hiding_tells_the_writer_once_why_and_how_to_react(act, lab, anna, mo, idea, what):
    thing = idea if what == "idea" else make_comment(idea, anna, "Zoals die van nummer 14.")
    assert act(mo, f"{what}_hide", thing).status_code == 200
    assert [act(mo, f"{what}_hide", thing, **HIDING).status_code for _ in "ab"] == [302, 302]
    hiding = thing.hidings.get()
    assert (hiding.by, hiding.reason, hiding.explanation, hiding.writer_knows) == (mo, *HIDING.values(), True)
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    letter = mail.outbox[0]
    subject = "Je idee Pluktuin is verborgen" if what == "idea" else "Je reactie bij Pluktuin is verborgen"
    assert letter.subject == subject
    for words in (
        "Reden: privégegevens van iemand",
        HIDING["explanation"],
        "Mo, moderator",
        f"Onze huisregels: http://testserver{reverse('lab_rules', kwargs={'lab_slug': lab.slug})}",
        "/uitleg/",
        "Praat je liever? Bel Noor: 077 000 00 00.",
        WORDS["opportunity"] if what == "idea" else "Zoals die van nummer 14.",
    ):
        assert words in letter.body
    assert AuditEntry.objects.filter(kind="hide", object_kind=what, object_id=str(thing.pk)).count() == 1


@pytest.mark.parametrize("what", ["idea", "comment"])
def test_the_writer_finds_how_to_have_it_looked_at_again(act, lab, anna, mo, idea, what):
    thing = idea if what == "idea" else make_comment(idea, anna, "Zoals die van nummer 14.")
    again = "/uitleg/"
    assert again not in text_of(act(anna, f"{what}_more", thing))
    act(mo, f"{what}_hide", thing, **HIDING)
    page = text_of(act(anna, f"{what}_more", thing))
    for words in ("Laat nog eens kijken", "privégegevens van iemand", HIDING["explanation"], again):
        assert words in page
    assert '<bdi class="strong">Noor</bdi><br><a href="tel:0770000000">077 000 00 00</a>' in page
    assert again not in text_of(act(mo, f"{what}_more", thing))


def test_the_way_to_a_hidden_comment_of_your_own_is_behind_more(act, anna, bram, mo, idea):
    comment = make_comment(idea, bram, "Zoals die van nummer 14.")
    act(mo, "comment_hide", comment, **HIDING)
    assert f'href="{at("comment_more", comment, idea.lab)}"' in text_of(act(bram, "idea_more", idea))
    for other in (None, anna, mo):
        assert "Zoals die van nummer 14." not in text_of(act(other, "idea_more", idea))


def test_tombstone_says_that_the_writer_knows_only_when_they_were_told(act, lab, anna, mo, idea):
    told, nobody = make_comment(idea, anna, "Van Anna."), make_comment(idea, anna, "Van niemand meer.")
    nobody.author = None
    nobody.save()
    knows = "De schrijver weet dit en kan nog eens laten kijken."
    act(mo, "comment_hide", nobody, **HIDING)
    assert knows not in text_of(act(None, "idea_detail", idea))
    act(mo, "comment_hide", told, **HIDING)
    page = text_of(act(None, "idea_detail", idea))
    assert page.count(knows) == 1
    assert "Van Anna." not in page
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]


@pytest.mark.parametrize("what", ["idea", "comment"])
def test_restoring_says_why_and_shows_the_same_words_again(act, anna, mo, idea, what):
    thing = idea if what == "idea" else make_comment(idea, anna, "Zoals die van nummer 14.")
    words = WORDS["opportunity"] if what == "idea" else "Zoals die van nummer 14."
    assert words in text_of(act(None, "idea_detail", idea))
    act(mo, f"{what}_hide", thing, **HIDING)
    assert words not in text_of(act(None, "idea_detail", idea))
    mail.outbox.clear()
    assert act(mo, f"{what}_restore", thing, why="").status_code == 422
    assert [act(mo, f"{what}_restore", thing, why="Het mag toch.").status_code for _ in "ab"] == [302, 302]
    hiding = thing.hidings.get()
    assert (hiding.restored_by, hiding.restored_why) == (mo, "Het mag toch.")
    assert words in text_of(act(None, "idea_detail", idea))
    assert [(message.to, "Waarom: Het mag toch." in message.body) for message in mail.outbox] == [
        (["anna@example.org"], True)
    ]


def test_hiding_asks_a_reason_and_an_explanation(act, mo, idea):
    for fields in (
        {"reason": "", "explanation": "x"},
        {"reason": "spam", "explanation": " "},
        {"reason": "onzin", "explanation": "x"},
    ):
        assert act(mo, "idea_hide", idea, **fields).status_code == 422
    assert (idea.hidings.count(), mail.outbox) == (0, [])


def test_hostile_words_are_only_words(act, anna, mo, idea):
    evil = "<script>alert(1)</script>"
    comment = make_comment(idea, anna, evil)
    act(mo, "comment_hide", comment, reason="spam", explanation=evil)
    pages = [
        act(mo, "hidden_list"),
        act(mo, "comment_restore", comment),
        act(mo, "comment_more", comment),
        act(mo, "idea_detail", idea),
    ]
    assert [evil in text_of(page) for page in pages] == [False] * 4
    assert evil in mail.outbox[0].body


def test_hidden_list_finds_what_is_hidden_here_and_only_that(act, lab, anna, mo, idea):
    other = make_lab("elders")
    elsewhere = make_idea(make_member(other, "Eva"), "Elders")
    elsewhere.hide(make_member(other, "Olaf", "moderator"), "spam")
    comment = make_comment(idea, anna, "Zoals die van nummer 14.")
    back = make_comment(idea, anna, "Weer terug.")
    for thing in (comment, back):
        thing.hide(mo, "privacy", "Huisnummer.")
    back.restore(mo, "Toch goed.")
    page = act(mo, "hidden_list")
    assert [row.hiding.comment for row in page.context["page"]] == [comment]
    assert at("comment_restore", comment, lab) in text_of(page)
    few = count_queries(act, mo)
    for number in range(20):
        make_comment(idea, anna, f"Nummer {number}.").hide(mo, "spam")
    assert count_queries(act, mo) == few


def test_hidden_list_tells_ideas_and_comments_in_the_order_in_which_they_were_hidden(act, lab, anna, mo, idea):
    things = []
    for number in range(PER_PAGE + 2):
        made = make_idea(anna, f"Idee {number}") if number % 3 else make_comment(idea, anna, f"Reactie {number}")
        made.hide(mo, "spam")
        things.append(made)
    shown = []
    for number in (1, 2):
        page = act(mo, "hidden_list", query=f"?pagina={number}").context["page"]
        shown.append([getattr(row.hiding, "idea", None) or row.hiding.comment for row in page])
    assert [len(some) for some in shown] == [PER_PAGE, 2]
    assert shown[0] + shown[1] == things[::-1]
    assert (IdeaHiding.objects.count(), CommentHiding.objects.count()) == (34, 18)


def test_hidden_list_asks_as_often_for_one_idea_and_one_comment_as_for_many(act, anna, mo, idea):
    make_comment(idea, anna).hide(mo, "spam")
    make_idea(anna, "Bankje").hide(mo, "spam")
    act(mo, "hidden_list")
    few = count_queries(act, mo)
    for number in range(8):
        make_idea(anna, f"Idee {number}").hide(mo, "spam")
        make_comment(idea, anna, f"Reactie {number}").hide(mo, "spam")
    assert count_queries(act, mo) == few


def count_queries(act, member):
    send_all()  # not counted
    with CaptureQueriesContext(connection) as asked:
        act(member, "hidden_list")
    return len(asked)


def test_photo_of_a_hidden_idea_is_gone_for_others(client, act, anna, bram, mo, idea):
    idea.photo.save("ideas/een.webp", ContentFile(b"RIFF"))
    address = reverse("idea_photo", kwargs={"lab_slug": "proefdorp", "pk": idea.pk, "name": idea.photo_name})
    assert client.get(address).status_code == 200
    idea.hide(mo, "privacy")
    answers = []
    for member in (None, bram, anna, mo):
        client.logout()
        if member:
            client.force_login(member.user)
        answers.append(client.get(address).status_code)
    assert answers == [404, 404, 200, 200]


def test_an_idea_that_was_hidden_by_hand_in_the_database_can_be_restored(idea, mo):
    Idea.objects.filter(pk=idea.pk).update(is_hidden=True)
    assert Idea.objects.get(pk=idea.pk).restore(mo, "Toch goed.")
    assert not Idea.objects.get(pk=idea.pk).is_hidden
