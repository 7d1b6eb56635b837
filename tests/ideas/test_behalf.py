"""Ideas and comments on behalf of somebody: the author, the words beside them, and the code to claim them."""

import re
import uuid

import pytest
from django.urls import reverse

from common import rate_limits
from ideas import rules
from ideas.models import Comment, CommentBehalf, Idea, IdeaBehalf, IdeaClosed
from ideas.models.onbehalf import code_hash, code_of, with_code, write_down_comment, write_down_idea
from labs.models import RESIDENT_VOICE, HidingReason, Membership
from tests.factories import make_comment, make_idea, make_lab, make_member, make_user
from tests.ideas.conftest import fields_of

pytestmark = pytest.mark.django_db
WORDS = {"title": "Bankje bij de kerk", "opportunity": "Dan kan ik onderweg even zitten en een praatje maken."}


@pytest.fixture
def lab():
    return make_lab()


@pytest.fixture
def bram(lab):
    """The writer, a stadmaker."""
    return make_member(lab, "Bram", "stadmaker")


@pytest.fixture
def tineke():
    """She said it, and signs in for the first time."""
    return make_user("Tineke")


def where(name, lab, **kwargs):
    return reverse(name, kwargs={"lab_slug": lab.slug, **kwargs})


def told(**fields):
    return {"key": str(uuid.uuid4()), "name": "Tineke", "read_back": "on"} | fields


def tell_idea(client, bram, **fields):
    client.force_login(bram.user)
    return client.post(where("idea_behalf", bram.lab), told(**WORDS) | fields)


def code_in(response):
    return re.search(r'class="sheet__code">([A-Z2-9]{5}-[A-Z2-9]{5})<', response.content.decode())[1]


def send_code(client, user, lab, code):
    client.force_login(user)
    return client.post(where("claim", lab), {"code": code})


def test_idea_told_to_someone_has_no_author_and_says_who_wrote_it_down(client, bram):
    response = tell_idea(client, bram)
    assert response.status_code == 201
    idea = Idea.objects.get()
    assert (idea.title, idea.author, idea.voice_kind) == (WORDS["title"], None, "resident")
    assert (idea.behalf.name, idea.behalf.written_by, idea.behalf.voice_kind) == ("Tineke", bram, "stadmaker")
    client.logout()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Tineke" in page
    assert "Bram" in page
    assert not rules.is_author(bram, idea)
    assert list(Idea.objects.by(bram)) == []


def test_writer_cannot_edit_withdraw_or_claim_what_another_said(client, bram):
    code = code_in(tell_idea(client, bram))
    idea = Idea.objects.get()
    assert client.get(where("idea_edit", bram.lab, pk=idea.pk)).status_code == 403
    assert client.post(where("idea_withdraw", bram.lab, pk=idea.pk), {"reason": "Weg."}).status_code == 403
    response = send_code(client, bram.user, bram.lab, code)
    assert response.status_code == 403
    assert "Alleen die ander kan zeggen: dit is van mij." in response.content.decode()
    idea.refresh_from_db()
    assert idea.author is None


def test_comment_can_be_told_without_a_name(client, lab, bram):
    idea = make_idea(make_member(lab, "Anna"))
    client.force_login(bram.user)
    address = where("comment_behalf", lab, pk=idea.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, told(name="", text="Ik loop moeilijk.")).status_code == 201
    comment = Comment.objects.get()
    assert (comment.text, comment.author, comment.behalf.shown_name) == (
        "Ik loop moeilijk.",
        None,
        "iemand, zonder naam",
    )
    idea.refresh_from_db()
    assert (idea.comment_count, comment.revision) == (1, idea.revision)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"read_back": ""}, "read_back"),
        ({"title": " "}, "title"),
        ({"opportunity": "Kort"}, "opportunity"),
        ({"name": "x" * 61}, "name"),
        ({"voice": "nonsens"}, "voice"),
        ({"voice": ""}, None),
    ],
)
def test_it_has_to_be_read_back(client, bram, fields, wrong):
    response = tell_idea(client, bram, **fields)
    assert response.status_code == (422 if wrong else 201)
    assert list(response.context["form"].errors if wrong else []) == ([wrong] if wrong else [])
    assert Idea.objects.count() == (0 if wrong else 1)
    if wrong:
        assert "Tineke" in response.content.decode() or wrong == "name"


def test_answer_to_what_is_gone_becomes_a_comment_of_its_own(client, bram, lab):
    idea = make_idea(make_member(lab))
    first = make_comment(idea, bram)
    first.remove()
    client.force_login(bram.user)
    address = where("comment_behalf", lab, pk=idea.pk)
    answer = client.post(address, told(text="Ik loop moeilijk.", parent=first.pk))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["parent"]
    assert "Wat wil deze persoon toevoegen?" in answer.text
    assert client.post(address, fields_of(answer, address)).status_code == 201
    assert CommentBehalf.objects.get().comment.parent is None


def test_who_has_more_roles_says_in_whose_name_they_wrote_it_down(client, lab):
    both = make_member(lab, "Fleur", "civil_servant", "connector")
    assert tell_idea(client, both).status_code == 422
    assert tell_idea(client, both, voice=both.roles.get(kind="connector").pk).status_code == 201
    assert IdeaBehalf.objects.get().voice_kind == "connector"


def test_it_asks_what_the_other_wants_to_do(client, bram):
    client.force_login(bram.user)
    page = client.get(where("idea_behalf", bram.lab)).text
    assert "Wat wil deze persoon zelf doen?" in page
    assert "Hoe heet het idee?" in page
    assert "Wat wil je zelf doen?" not in page


def test_sent_twice_it_stands_there_once_with_the_same_code(client, bram):
    same = told(**WORDS)
    codes = [code_in(client_post(client, bram, same)) for _ in range(2)]
    assert (Idea.objects.count(), IdeaBehalf.objects.count(), len(set(codes))) == (1, 1, 1)
    other_words = client_post(client, bram, same | {"title": "Bankje bij de school"})
    assert code_in(other_words) not in codes
    assert Idea.objects.count() == 2


@pytest.mark.parametrize("idea_first", [True, False])
def test_key_that_comes_again_with_another_kind_makes_another_code(bram, idea_first):
    where, key = make_idea(bram), uuid.uuid4()
    forms = [
        lambda: write_down_idea(bram, RESIDENT_VOICE, "Tineke", key, **WORDS).thing,
        lambda: write_down_comment(where, bram, RESIDENT_VOICE, "Tineke", "Ik loop moeilijk.", key).thing,
    ]
    first, second = [form() for form in (forms if idea_first else reversed(forms))]
    assert (first.key, with_code(bram.lab, code_of(key))) == (key, first.behalf)
    assert (second.key != key, with_code(bram.lab, code_of(second.key))) == (True, second.behalf)


def test_one_code_of_two_forms_sent_at_once_claims_one_after_the_other(client, bram, lab, tineke):
    idea = write_down_idea(bram, RESIDENT_VOICE, "Tineke", uuid.uuid4(), **WORDS).thing
    comment = write_down_comment(idea, bram, RESIDENT_VOICE, "Tineke", "Ik loop moeilijk.", uuid.uuid4()).thing
    CommentBehalf.objects.update(code_hash=idea.behalf.code_hash)
    places = [send_code(client, tineke, lab, code_of(idea.key)).headers["Location"] for _time in range(2)]
    assert places == [idea.get_absolute_url(), comment.get_absolute_url()]


def client_post(client, bram, fields):
    client.force_login(bram.user)
    return client.post(where("idea_behalf", bram.lab), fields)


def test_sent_again_after_it_was_claimed_there_is_no_paper_to_print(client, bram, lab, tineke):
    same = told(**WORDS)
    send_code(client, tineke, lab, code_in(client_post(client, bram, same)))
    page = client_post(client, bram, same).text
    assert "Dit stond al online" in page
    assert "De code werkt niet meer." in page
    assert "Druk dit papier nu af" not in page
    assert 'class="sheet"' not in page


def test_two_people_may_say_the_same(client, bram):
    first, second = tell_idea(client, bram), tell_idea(client, bram, name="Sjaak")
    again = tell_idea(client, bram, name="Sjaak")
    assert (Idea.objects.count(), code_in(first) != code_in(second), code_in(again)) == (2, True, code_in(second))


def test_code_is_kept_only_as_a_hash_and_shown_only_in_the_answer(client, bram):
    response = tell_idea(client, bram)
    code, behalf = code_in(response), IdeaBehalf.objects.get()
    assert behalf.code_hash == code_hash(code)
    for row in IdeaBehalf.objects.values().get(), Idea.objects.values().get():
        assert code not in str(row)
        assert code.replace("-", "") not in str(row)
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    for address in (
        behalf.idea.get_absolute_url(),
        where("idea_more", bram.lab, pk=behalf.idea_id),
        where("claim", bram.lab),
    ):
        assert code not in client.get(address).content.decode()


def test_code_makes_it_theirs_and_who_wrote_it_down_stays(client, lab, bram, tineke):
    code = code_in(tell_idea(client, bram))
    idea = Idea.objects.get()
    response = send_code(client, tineke, lab, code.lower().replace("-", " "))
    assert (response.status_code, response.headers["Location"]) == (302, idea.get_absolute_url())
    idea.refresh_from_db()
    member = Membership.objects.get(user=tineke)
    assert (idea.author, idea.behalf.written_by) == (member, bram)
    assert rules.can_edit_idea(member, idea)
    assert send_code(client, tineke, lab, code).headers["Location"] == idea.get_absolute_url()


def test_comment_becomes_theirs_and_its_page_says_so_at_once(client, lab, bram, tineke):
    idea = make_idea(make_member(lab, "Anna"))
    key = uuid.uuid4()
    comment = write_down_comment(idea, bram, bram.voices()[1], "Tineke", "Ik loop moeilijk.", key).thing
    before = comment.revision
    assert send_code(client, tineke, lab, code_of(key)).status_code == 302
    comment.refresh_from_db()
    idea.refresh_from_db()
    assert (comment.author.user, comment.revision, comment.revision > before) == (tineke, idea.revision, True)


def test_used_code_says_so_to_another(client, lab, bram, tineke):
    code = code_in(tell_idea(client, bram))
    send_code(client, tineke, lab, code)
    response = send_code(client, make_user("Sjaak"), lab, code)
    assert response.status_code == 409
    assert "Deze code is al gebruikt." in response.content.decode()
    assert Idea.objects.get().author.user == tineke


def test_wrong_code_and_code_of_another_lab_are_one_answer(client, lab, bram, tineke):
    code = code_in(tell_idea(client, bram))
    elsewhere = make_lab("elders")
    answers = [send_code(client, tineke, *sent) for sent in ((lab, "AAAAA-AAAAA"), (elsewhere, code), (lab, ""))]
    assert [answer.status_code for answer in answers] == [422] * 3
    assert ["Deze code klopt niet." in answer.content.decode() for answer in answers] == [True, True, False]
    assert Idea.objects.get().author is None


def test_guessing_stops_after_ten_tries(client, lab, bram, tineke, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "claim", "10 per year")  # no hour ends meanwhile
    code = code_in(tell_idea(client, bram))
    answers = [send_code(client, tineke, lab, f"AAAAA-AAA{at:02}").status_code for at in range(11)]
    assert answers == [422] * 10 + [429]
    assert send_code(client, tineke, lab, code).status_code == 429
    assert Idea.objects.get().author is None


def test_signed_out_the_code_waits_for_signing_in(client, lab, bram):
    code = code_in(tell_idea(client, bram))
    client.logout()
    page = client.get(where("claim", lab))
    assert (page.status_code, "csrfmiddlewaretoken" in page.content.decode()) == (200, False)
    assert "/inloggen/?next=%2Fproefdorp%2Fdit-is-van-mij%2F" in page.content.decode()
    response = client.post(where("claim", lab), {"code": code})
    assert response.headers["Location"].startswith("/inloggen/?bij=")
    assert code not in response.headers["Location"]


def test_hidden_words_of_someone_are_told_to_who_wrote_them_down(lab, bram):
    idea = make_idea(make_member(lab, "Anna"))
    comment = write_down_comment(idea, bram, RESIDENT_VOICE, "Tineke", "Nummer 14.", uuid.uuid4()).thing
    assert comment.hide(make_member(lab, "Mo", "moderator"), "privacy").writer_knows


def test_hostile_name_is_only_a_name(client, bram):
    evil = "<img src=x onerror=alert(1)>"
    slip = tell_idea(client, bram, name=evil).content.decode()
    idea = Idea.objects.get()
    client.logout()
    pages = [slip, client.get(idea.get_absolute_url()).content.decode()]
    assert [evil in page for page in pages] == [False, False]
    assert all("&lt;img src=x onerror=alert(1)&gt;" in page for page in pages)


def test_closed_idea_takes_no_told_comment(client, lab, bram):
    idea = make_idea(make_member(lab, "Anna"))
    Idea.objects.update(status="done")
    client.force_login(bram.user)
    assert client.post(where("comment_behalf", lab, pk=idea.pk), told(text="Ik loop moeilijk.")).status_code == 403
    assert Comment.objects.count() == 0


def test_form_for_an_idea_leads_who_may_to_writing_one_down(client, lab, bram):
    link, answers = where("idea_behalf", lab), []
    for user in (bram.user, make_member(lab, "Chaima").user):
        client.force_login(user)
        answers.append(link in client.get(where("idea_new", lab)).content.decode())
    assert answers == [True, False]


def test_reply_to_a_comment_that_was_hidden_meanwhile_is_not_written_down(bram, lab):
    idea = make_idea(bram)
    parent = make_comment(idea, bram)
    Comment.objects.get(pk=parent.pk).hide(make_member(lab, "Mo", "moderator"), HidingReason.SPAM)
    with pytest.raises(IdeaClosed):
        write_down_comment(idea, bram, RESIDENT_VOICE, "Tineke", "Ik loop moeilijk.", uuid.uuid4(), parent)
    assert not CommentBehalf.objects.exists()
