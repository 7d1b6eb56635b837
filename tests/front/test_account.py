"""Download all one's data, and erase the account: with or without the texts, and never with an address left."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import MailboxProof, SignInCode, User
from accounts.models.user import mailbox
from audit.models import AuditEntry, Kind, Pseudonym, Thing
from front.erasure import erase
from ideas.models import Comment, Idea, IdeaSubscription, NeedAnswer, Pledge, Support
from labs.models import RESIDENT_VOICE, LastAdmin, Membership, Role
from notifications.models import OutgoingMail, State
from realtime.models import NameChange
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.mails import send_all, told

ADDRESS = "anna@example.org"


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def anna(lab):
    """Took part in everything."""
    return make_member(lab, "Anna", "stadmaker", "civil_servant", label="team Groen")


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def hers(anna):
    return make_idea(anna, "Pluktuin van mij")


@pytest.fixture
def his(bram):
    return make_idea(bram, "Bankje van Bram")


@pytest.fixture
def taken_part(anna, bram, hers, his):
    hers.edit(anna, title="Pluktuin voor allen")
    hers.photo.save("x.webp", ContentFile(b"RIFFphoto"))
    comment = make_comment(his, anna, "Ik heb hout liggen.")
    comment.edit("Ik heb eikenhout liggen.")
    make_comment(his, bram, "Fijn.", comment)
    his.support(anna)
    his.stop_posting(anna)
    his.answer_need(anna, "yes")
    his.pledge(anna, RESIDENT_VOICE, "things", "Ik breng een zaag mee.")
    hers.support(bram)
    his.refresh_from_db()
    send_all()
    return comment


@pytest.fixture
def her(client, anna):
    client.force_login(anna.user)
    return client


def dump():
    """Return the whole database as text."""
    return "".join(
        serializers.serialize("json", model.objects.all()) for model in apps.get_models() if model._meta.managed
    )


def taken_along(response):
    file = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return file, json.loads(file.read("gegevens.json"))


# Download


def test_everything_of_mine_is_in_one_file(her, taken_part, hers, his):
    response = her.get("/account/gegevens/")
    assert response.headers["Content-Type"] == "application/zip"
    assert "no-store" in response.headers["Cache-Control"]
    file, found = taken_along(response)
    assert found["person"]["email"] == ADDRESS
    assert [role["kind"] for role in found["labs"][0]["roles"]] == ["stadmaker", "civil_servant"]
    (idea,) = found["ideas"]
    assert (idea["title"], idea["photo"]) == ("Pluktuin voor allen", f"fotos/idee-{hers.pk}.webp")
    assert idea["edits"][0]["before"] == "Pluktuin van mij"
    assert file.read(idea["photo"]) == b"RIFFphoto"
    (comment,) = found["comments"]
    assert (comment["text"], comment["edits"][0]["before"]) == ("Ik heb eikenhout liggen.", "Ik heb hout liggen.")
    assert [support["idea"] for support in found["supports"]] == ["Bankje van Bram"]
    assert [answer["answer"] for answer in found["need_answers"]] == ["yes"]
    assert [offer["sentence"] for offer in found["help"]] == ["Ik breng een zaag mee."]
    (wish,) = found["kept_posted"]
    assert (wish["title"], wish["hears"]) == ("Bankje van Bram", False)
    assert "Fijn." not in json.dumps(found)  # Bram wrote that
    assert set(file.namelist()) == {"LEESMIJ.txt", "gegevens.json", idea["photo"]}


def test_each_contribution_names_its_idea_and_where_it_is_and_what_is_hidden_has_no_title(her, taken_part, hers, his):
    his.refresh_from_db()
    type(his).objects.filter(pk=his.pk).update(is_hidden=True)
    _file, found = taken_along(her.get("/account/gegevens/"))
    (support,) = found["supports"]
    assert (support["idea"], support["lab"]) == ("", his.lab.slug)
    assert support["url"].endswith(f"://{support['url'].split('/')[2]}{his.get_absolute_url()}")
    (comment,) = found["comments"]
    assert set(comment) == {
        *("lab", "idea", "url", "id", "answers", "text", "voice", "created_at", "edited_at", "removed_at"),
        *("is_hidden", "edits"),
    }


def test_all_labs_are_in_it(her, anna):
    make_idea(make_member(make_lab("elders"), "Anna"), "Elders")
    _file, found = taken_along(her.get("/account/gegevens/"))
    assert {lab["lab"] for lab in found["labs"]} == {"proefdorp", "elders"}
    assert [idea["title"] for idea in found["ideas"]] == ["Elders"]


def test_photo_that_got_lost_does_not_keep_the_rest(her, taken_part, hers):
    hers.photo.storage.delete(hers.photo.name)
    file, found = taken_along(her.get("/account/gegevens/"))
    assert found["ideas"][0]["photo"] == ""
    assert len(file.namelist()) == 2


def test_number_of_queries_does_not_grow(her, anna, his, django_assert_max_num_queries):
    for number in range(30):
        make_comment(his, anna, f"Reactie {number} van mij.")
        make_idea(anna, f"Idee {number}")
    with django_assert_max_num_queries(49):
        taken_along(her.get("/account/gegevens/"))


@pytest.mark.parametrize("address", ["/account/gegevens/", "/account/verwijderen/"])
def test_stranger_gets_nothing(client, db, address):
    assert client.get(address).headers["Location"].startswith("/inloggen/?next=")


# Erasing


def leave(client, words="keep", name="anna"):
    return client.post("/account/verwijderen/", {"words": words, "name": name})


def assert_forgotten(anna):
    """Check that nothing in the database says who this was."""
    assert not User.objects.filter(pk=anna.user_id).exists()
    text = dump()
    assert ADDRESS not in text
    assert "Anna" not in text
    assert Membership.objects.get(pk=anna.pk).user is None
    assert not Role.objects.filter(membership=anna).exists()


def test_leaving_with_words_kept(her, anna, taken_part, hers, his, django_capture_on_commit_callbacks):
    SignInCode.objects.create(user=anna.user, mailbox_hash="x", sent_at=anna.joined_at)
    AuditEntry.objects.note(anna.user, Kind.HIDE, Thing.COMMENT, 1, lab="proefdorp")
    page = her.get("/account/verwijderen/").content.decode()
    assert "Je steun blijft meetellen, zonder je naam." in page
    assert "Wie wacht, krijgt jouw plek." in page
    with django_capture_on_commit_callbacks(execute=True):
        assert leave(her).headers["Location"] == "/"
    assert_forgotten(anna)
    hers.refresh_from_db()
    assert (hers.title, hers.author.name) == ("Pluktuin voor allen", "oud-deelnemer")
    taken_part.refresh_from_db()
    assert (taken_part.text, taken_part.author.name) == ("Ik heb eikenhout liggen.", "oud-deelnemer")
    his.refresh_from_db()
    assert his.support_count == 1
    assert Support.objects.get(idea=his).person is None
    assert NeedAnswer.objects.get().person is None
    assert not Pledge.objects.exists()
    assert not IdeaSubscription.objects.exists()
    assert NameChange.objects.filter(kind="member", thing_id=anna.pk).exists(), "open pages lose the name"
    assert her.get("/account/").status_code == 302


def test_other_browser_that_began_to_sign_in_keeps_no_address(her, anna):
    other = Client()
    other.post("/inloggen/", {"email": "Anna+lab@example.org"})
    assert SignInCode.objects.get().address == "Anna+lab@example.org"
    leave(her)
    assert_forgotten(anna)
    assert not SignInCode.objects.exists()
    assert "example.org" not in str([session.get_decoded() for session in Session.objects.all()])
    assert other.get("/inloggen/code/").headers["Location"] == "/inloggen/"


def test_form_that_waits_until_this_mailbox_is_proven_is_deleted(her, anna):
    MailboxProof.ask("sign_up", "Anna+lab@example.org", {"name": "Anna"})
    leave(her)
    assert not MailboxProof.objects.exists()


def test_leaving_with_words_removed(her, anna, taken_part, hers, his, django_capture_on_commit_callbacks):
    photo, storage = hers.photo.name, hers.photo.storage
    alone = make_idea(anna, "Alleen van mij")
    with django_capture_on_commit_callbacks(execute=True):
        assert leave(her, "remove").status_code == 302
    assert_forgotten(anna)
    assert not Idea.objects.filter(pk=alone.pk).exists()
    hers.refresh_from_db()
    assert (hers.title, hers.opportunity, hers.status) == ("Verwijderd door de schrijver", "", "withdrawn")
    assert "pluktuin" not in hers.search_text
    assert not hers.photo
    assert not storage.exists(photo)
    assert not hers.edits.exists()
    taken_part.refresh_from_db()
    assert taken_part.text == ""
    assert taken_part.removed_at
    assert not taken_part.edits.exists()
    assert "eikenhout" not in dump()
    assert Comment.objects.filter(text="Fijn.").exists()
    his.refresh_from_db()
    assert (his.support_count, his.comment_count) == (1, 1)


def test_hidden_and_closed_ideas_lose_their_words_and_keep_their_trace(her, anna, bram, lab):
    mo = make_member(lab, "Mo", "moderator")
    hidden, closed = make_idea(anna, "Stiekem"), make_idea(anna, "Klaar")
    hidden.hide(mo, "privacy")
    closed.set_status(mo, RESIDENT_VOICE, "done", "Het is gelukt.")
    leave(her, "remove")
    for idea in (hidden, closed):
        idea.refresh_from_db()
        assert idea.title == "Verwijderd door de schrijver"
    assert hidden.is_hidden
    assert hidden.hidings.count() == 1
    assert closed.status == "done"
    assert closed.story.get().reason == "Het is gelukt."


def write(address, user=None, **fields):
    words = {"address": address, "mailbox": mailbox(address), "subject": "Hoi", "body": "Tekst\n"}
    return OutgoingMail.objects.create(user=user, **words | fields)


@pytest.mark.parametrize("state", State.values)
def test_mails_to_the_account_are_forgotten_whatever_became_of_them(her, anna, state):
    write(ADDRESS, anna.user, state=state)
    write("anders@example.org", anna.user, state=state)  # to an address that they had before
    write("mo@example.org", state=state)
    leave(her)
    assert told() == [("mo@example.org", "Hoi")]


@pytest.mark.parametrize(
    "other", ["joanna@example.org", "anna@example.org.uk", "anna@example.orga", "x+anna@example.org"]
)
def test_mails_to_an_address_that_holds_this_one_stay(her, anna, other):
    write(other)
    leave(her)
    assert told() == [(other, "Hoi")]


@pytest.mark.parametrize("same", ["ANNA@example.org", "Anna+lab@Example.org"])
def test_mails_to_a_guest_with_the_same_mailbox_go(her, anna, same):
    write(same)
    leave(her)
    assert told() == []


def log_of(lab, admin):
    desk = Client()
    desk.force_login(admin.user)
    return desk.get(f"/{lab.slug}/beheer/logboek/").text


def test_name_goes_from_the_log_and_what_was_done_stays(her, anna, lab):
    boss = make_member(lab, "Mo", "lab_admin")
    anna.give_role("moderator", "", boss, "Anna wil dit graag, en Annabel ook.")
    AuditEntry.objects.note(anna.user, Kind.HIDE, Thing.COMMENT, 3, lab=lab.slug, reason="spam")
    actor = AuditEntry.objects.get(kind="hide").actor
    leave(her)
    given, hidden = AuditEntry.objects.get(kind="give_role"), AuditEntry.objects.get(kind="hide")
    assert given.reason == "oud-deelnemer wil dit graag, en Annabel ook."
    assert dict(Pseudonym.objects.values_list("code", "name")) == {given.actor: "Mo"}
    assert given.object_id == hidden.actor == actor, "one that nobody knows the name of"
    assert (hidden.object_kind, hidden.object_id, hidden.reason) == ("comment", "3", "spam")
    assert "oud-deelnemer: " in log_of(lab, boss)


def test_former_names_go_from_the_log_too(her, anna, lab):
    boss = make_member(lab, "Mo", "lab_admin")
    for name in ("Otto: van hier", "Otto"):
        anna.user.choose_name(name)
        anna.give_role("body", f"Raad: zuid {len(name)}", boss, "Otto wil dit graag, en Ottoline ook.")
    anna.user.choose_name("Anna")
    make_member(lab, "Bram").give_role("connector", "", boss, "Anna vroeg het.")
    leave(her)
    given = AuditEntry.objects.filter(kind="give_role").order_by("pk")
    told = log_of(lab, boss)
    for words in ("oud-deelnemer: namens Raad: zuid 14<", "oud-deelnemer: namens Raad: zuid 4<", "Bram: verbinder<"):
        assert words in told
    assert {entry.reason for entry in given[:2]} == {"oud-deelnemer wil dit graag, en Ottoline ook."}
    assert set(Pseudonym.objects.values_list("name", flat=True)) == {"Mo", "Bram"}


def test_a_name_goes_from_reasons_that_its_owner_typed_and_codes_stay(her, anna, lab, bram):
    anna.give_role("lab_admin", "", None, "begin")
    anna.user.choose_name("spam")
    bram.give_role("connector", "", anna, "Groet, spam.")
    anna.roles.filter(kind="civil_servant").update(kind="moderator", label="")
    make_idea(bram, "Bankje").hide(anna, "spam")
    make_member(lab, "Mo", "lab_admin")
    erase(anna.user, keep_words=True)
    told = dict(AuditEntry.objects.exclude(actor="").values_list("kind", "reason"))
    assert told == {"give_role": "Groet, oud-deelnemer.", "hide": "spam"}


def test_who_never_chose_a_name_leaves_too(anna, lab):
    nameless = Membership.objects.create(lab=lab, user=User.objects.create_user("x@example.org"))
    nameless.give_role("connector", "", None, "Doet veel.")
    erase(nameless.user, keep_words=True)
    assert AuditEntry.objects.filter(kind="give_role", reason="Doet veel.").exists()


def test_last_admin_hands_over_first(her, anna, lab, bram):
    anna.give_role("lab_admin", "", None, "begin")
    page = her.get("/account/verwijderen/").content.decode()
    assert "Je bent de enige beheerder van dit lab." in page
    assert 'name="words"' not in page
    assert leave(her).status_code == 422
    with pytest.raises(LastAdmin):
        erase(anna.user, keep_words=False)
    assert User.objects.filter(pk=anna.user_id).exists()
    bram.give_role("lab_admin", "", None, "neemt over")
    assert leave(her).status_code == 302
    assert_forgotten(anna)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"words": "keep", "name": "Bram"}, "Zo heet je hier niet."),
        ({"words": "keep", "name": ""}, "Typ je naam zoals anderen hem zien."),
        ({"words": "", "name": "Anna"}, "Kies een van de twee."),
        ({"words": "weg", "name": "Anna"}, "Kies een van de twee."),
        ({}, "Kies een van de twee."),
    ],
)
def test_by_accident_nobody_leaves(her, anna, fields, words):
    response = her.post("/account/verwijderen/", fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert User.objects.filter(pk=anna.user_id).exists()


def test_opening_the_page_changes_nothing(her, anna):
    her.get("/account/verwijderen/")
    assert User.objects.filter(pk=anna.user_id).exists()


def test_other_devices_are_signed_out(her, anna):
    phone = Client()
    phone.force_login(anna.user)
    assert phone.get("/account/").status_code == 200
    leave(her)
    assert phone.get("/account/").status_code == 302


def test_others_keep_what_is_theirs(her, anna, bram, taken_part, his):
    leave(her, "remove")
    his.refresh_from_db()
    assert (his.title, his.author.name) == ("Bankje van Bram", "Bram")
    assert bram.user.email == "bram@example.org"


def test_mailbox_is_free_to_begin_again(her, anna):
    leave(her)
    assert User.objects.create_user(ADDRESS, "Anna").pk != anna.user_id
