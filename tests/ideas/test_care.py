"""Looking after an idea: other words, taking it back, where it stands, hiding. Who may, what stays, who hears it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from audit.models import AuditEntry
from ideas.models import Hiding, Idea, IdeaEdit, Status
from ideas.models.moderation import hide, restore
from labs.models import RESIDENT_VOICE
from stadslab import limits
from tests.conftest import sampled
from tests.factories import make_comment, make_idea, make_lab, make_member

pytestmark = pytest.mark.django_db
WORDS = {"title": "Pluktuin", "opportunity": "Een strook gras kan fruit geven voor het hele dorp."}
HIDING = {"reason": "privacy", "explanation": "Je noemt een huisnummer. Zeg het zonder die ene buur."}


@pytest.fixture(autouse=True)
def mail_goes_at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    limits.forget()


@pytest.fixture
def lab():
    return make_lab(contact_name="Noor", contact_phone="077 000 00 00")


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna")


@pytest.fixture
def bram(lab):
    return make_member(lab, "Bram")


@pytest.fixture
def mo(lab):
    return make_member(lab, "Mo", "moderator")


@pytest.fixture
def idea(anna):
    return make_idea(anna)


@pytest.fixture
def act(client, django_capture_on_commit_callbacks):
    """`act(member, "idea_hide", idea, **fields)` posts as that member; without fields it reads. Mail goes out."""

    def do(member, name, thing=None, where=None, **fields):
        address = at(name, thing, where or (member.lab if member else thing.lab))
        client.logout()
        if member:
            client.force_login(member.user)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, fields) if fields else client.get(address)

    return do


def at(name, thing=None, lab=None):
    kwargs = {"lab_slug": lab.slug}
    if hasattr(thing, "idea_id"):
        kwargs |= {"pk": thing.idea_id, "comment_pk": thing.pk}
    elif thing is not None:
        kwargs |= {"pk": thing.pk}
    return reverse(name, kwargs=kwargs)


def text_of(response):
    return response.content.decode()


def new_words(idea, **words):
    return WORDS | {"seen": idea.words_revision} | words


def new_status(idea, status=Status.TALKING, **words):
    return {
        "seen": idea.status_revision,
        "status": status,
        "reason": "Omdat het kan.",
        "next_step": "Kom langs.",
    } | words


# Other words


def test_words_before_and_after_are_there_for_everybody_exactly(act, anna, idea):
    assert act(anna, "idea_edit", idea).status_code == 200
    response = act(
        anna, "idea_edit", idea, **new_words(idea, title="Pluktuin & <b>meer</b>", needed="Water\r\nScheppen")
    )
    assert (response.status_code, response.headers["Location"]) == (302, idea.get_absolute_url())
    idea.refresh_from_db()
    assert (idea.title, idea.needed) == ("Pluktuin & <b>meer</b>", "Water\nScheppen")
    assert list(IdeaEdit.objects.order_by("pk").values_list("field", "before", "after", "by")) == [
        ("title", "Pluktuin", "Pluktuin & <b>meer</b>", anna.pk),
        ("needed", "", "Water\nScheppen", anna.pk),
    ]
    page = text_of(act(None, "idea_history", idea))
    assert '<del class="letter before"><bdi>Pluktuin</bdi></del>' in page
    assert '<ins class="letter after"><bdi>Pluktuin &amp; &lt;b&gt;meer&lt;/b&gt;</bdi></ins>' in page
    assert '<ins class="letter after"><bdi>Water<br>Scheppen</bdi></ins>' in page
    assert "<bdi>Anna</bdi> paste dit aan" in page
    assert "<b>meer</b>" not in page


def test_history_without_changes_says_so(act, idea):
    assert "Er is niets aangepast." in text_of(act(None, "idea_history", idea))


def test_same_words_again_leave_no_trace(act, anna, idea):
    assert act(anna, "idea_edit", idea, **new_words(idea)).status_code == 302
    assert IdeaEdit.objects.count() == 0


def test_second_of_two_edits_is_warned_and_keeps_its_words(act, anna, idea):
    seen = new_words(idea)
    act(anna, "idea_edit", idea, **seen | {"title": "Pluktuin Oost"})
    second = act(anna, "idea_edit", idea, **seen | {"title": "Pluktuin West"})
    assert second.status_code == 409
    assert "Iemand anders paste dit net aan. Jouw tekst staat er nog." in text_of(second)
    assert 'value="Pluktuin West"' in text_of(second)
    assert Idea.objects.get().title == "Pluktuin Oost"
    idea.refresh_from_db()
    assert f'name="seen" value="{idea.words_revision}"' in text_of(second)
    act(anna, "idea_edit", idea, **new_words(idea, title="Pluktuin West"))
    assert Idea.objects.get().title == "Pluktuin West"


def test_edit_pressed_twice_is_one_change(act, anna, idea):
    said = new_words(idea, title="Pluktuin Oost")
    assert [act(anna, "idea_edit", idea, **said).status_code for _ in "ab"] == [302, 302]
    assert IdeaEdit.objects.count() == 1


def test_fields_that_are_not_asked_change_nothing(act, anna, bram, idea):
    extra = {"status": "done", "author": bram.pk, "is_hidden": "1", "lab": "9", "voice": "x", "support_count": "9"}
    act(anna, "idea_edit", idea, **new_words(idea, title="Anders") | extra)
    idea.refresh_from_db()
    assert (idea.title, idea.status, idea.author_id, idea.is_hidden, idea.support_count) == (
        "Anders",
        "new",
        anna.pk,
        False,
        0,
    )


def test_history_of_a_hidden_idea_is_for_its_author_and_moderators(act, anna, bram, mo, idea):
    act(anna, "idea_edit", idea, **new_words(idea, title="Met huisnummer 14"))
    assert act(bram, "idea_history", idea).status_code == 200
    hide(idea, mo, "privacy", "Huisnummer.")
    answers = [act(who, "idea_history", idea).status_code for who in (None, bram, anna, mo)]
    assert answers == [404, 404, 200, 200]


def test_earlier_words_of_a_comment_stand_behind_more(act, anna, bram, idea):
    comment = make_comment(idea, bram, "Eerst <i>dit</i>.")
    comment.edit("Toen dat.")
    page = text_of(act(None, "comment_more", comment))
    assert '<del class="letter before"><bdi>Eerst &lt;i&gt;dit&lt;/i&gt;.</bdi></del>' in page
    comment.remove()
    assert act(None, "comment_more", comment).status_code == 404


# Taking it back


def test_idea_of_one_person_goes_whole(act, anna, idea):
    response = act(anna, "idea_withdraw", idea, reason="Toch niet.")
    assert response.headers["Location"] == reverse("idea_list", kwargs={"lab_slug": "proefdorp"})
    assert Idea.objects.count() == 0
    assert act(anna, "idea_withdraw", idea, reason="Toch niet.").status_code == 404


def test_idea_in_which_others_took_part_leaves_a_trace(act, anna, bram, idea):
    idea.support(bram)
    response = act(anna, "idea_withdraw", idea, reason="De grond is <b>verkocht</b>.")
    assert response.headers["Location"] == idea.get_absolute_url()
    idea.refresh_from_db()
    assert (idea.status, idea.support_count, idea.story.get().reason) == (
        "withdrawn",
        1,
        "De grond is <b>verkocht</b>.",
    )
    assert act(anna, "idea_withdraw", idea, reason="Nog eens.").headers["Location"] == idea.get_absolute_url()
    assert idea.story.count() == 1
    page = text_of(act(None, "idea_detail", idea))
    assert "Teruggetrokken door de maker" in page
    assert "De grond is &lt;b&gt;verkocht&lt;/b&gt;." in page


def test_taking_back_asks_why(act, anna, idea):
    response = act(anna, "idea_withdraw", idea, reason=" ")
    assert response.status_code == 422
    assert "Schrijf in één zin waarom." in text_of(response)
    assert Idea.objects.count() == 1


# Where it stands


def test_new_status_stands_in_the_story_and_its_author_gets_one_mail(act, lab, anna, idea):
    fleur = make_member(lab, "Fleur", "civil_servant", label="team Groen")
    day = timezone.localdate() + timedelta(days=9)
    said = new_status(idea, Status.WAITING, date=day.isoformat(), reason="We zoeken <b>uit</b> wat mag.")
    assert act(fleur, "idea_status", idea).status_code == 200
    assert act(fleur, "idea_status", idea, **said).headers["Location"] == idea.get_absolute_url()
    idea.refresh_from_db()
    step = idea.story.get()
    assert (idea.status, idea.status_date, idea.status_to) == ("waiting", day, "")
    assert (step.by, step.voice_kind, step.voice_label, step.next_step) == (
        fleur,
        "civil_servant",
        "team Groen",
        "Kom langs.",
    )
    assert [(message.to, message.subject.partition(":")[0]) for message in mail.outbox] == [
        (["anna@example.org"], "Pluktuin")
    ]
    assert "Fleur (Gemeente · team Groen) vertelt hoe het nu staat met het idee Pluktuin." in mail.outbox[0].body
    assert "Waarom: We zoeken <b>uit</b> wat mag." in mail.outbox[0].body
    assert f"http://testserver{idea.get_absolute_url()}" in mail.outbox[0].body
    assert "We zoeken &lt;b&gt;uit&lt;/b&gt; wat mag." in text_of(act(None, "idea_detail", idea))


def test_status_pressed_twice_is_one_step_and_one_mail(act, lab, idea):
    maker = make_member(lab, "Chaima", "stadmaker")
    said = new_status(idea)
    assert [act(maker, "idea_status", idea, **said).status_code for _ in "ab"] == [302, 302]
    assert (idea.story.count(), len(mail.outbox)) == (1, 1)


def test_second_of_two_who_set_a_status_is_warned(act, lab, idea):
    maker, linker = make_member(lab, "Chaima", "stadmaker"), make_member(lab, "Dina", "connector")
    seen = new_status(idea)
    act(maker, "idea_status", idea, **seen | {"status": "doing", "reason": "Ze planten al."})
    second = act(linker, "idea_status", idea, **seen | {"reason": "Ik bel morgen."})
    assert second.status_code == 409
    assert "Iemand anders paste dit net aan. Jouw tekst staat er nog." in text_of(second)
    assert "Ik bel morgen." in text_of(second)
    assert "Ze planten al." in text_of(second)
    idea.refresh_from_db()
    assert (idea.status, idea.story.count()) == ("doing", 1)
    act(linker, "idea_status", idea, **new_status(idea, reason="Ik bel morgen."))
    idea.refresh_from_db()
    assert idea.status == "talking"


def test_status_of_an_idea_taken_back_meanwhile_says_so(act, lab, anna, bram, idea, monkeypatch):
    maker = make_member(lab, "Chaima", "stadmaker")
    idea.support(bram)
    monkeypatch.setattr("ideas.rules.can_set_status", lambda member, idea: True)  # asked a moment before
    Idea.objects.get(pk=idea.pk).withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    response = act(maker, "idea_status", idea, **new_status(idea))
    assert response.status_code == 403
    assert "Dit kan niet meer. Het idee is net teruggetrokken of verborgen." in text_of(response)
    assert "Omdat het kan." in text_of(response)
    idea.refresh_from_db()
    assert (idea.status, idea.story.count()) == ("withdrawn", 1)


TODAY, TOMORROW = 0, 1


@pytest.mark.parametrize(
    ("status", "fields", "answer", "wrong"),
    [
        ("talking", {}, 302, ""),
        ("talking", {"reason": ""}, 422, "reason"),
        ("talking", {"next_step": ""}, 422, "next_step"),
        ("talking", {"status": ""}, 422, "status"),
        ("done", {"next_step": ""}, 302, ""),
        ("meeting", {}, 422, "date"),
        ("meeting", {"date": TODAY}, 302, ""),
        ("meeting", {"date": -1}, 422, "date"),
        ("waiting", {"date": TODAY}, 302, ""),
        ("waiting", {"date": "morgen"}, 422, "date"),
        ("not_now", {"date": TODAY}, 422, "date"),
        ("not_now", {"date": TOMORROW}, 302, ""),
        ("not_now", {"date": 2 * 365}, 302, ""),
        ("not_now", {"date": 2 * 365 + 1}, 422, "date"),
        ("waiting", {"date": "9999-12-31"}, 422, "date"),
        ("forwarded", {}, 422, "to"),
        ("forwarded", {"to": "Waterschap Limburg"}, 302, ""),
        ("forwarded", {"to": "x" * 81}, 422, "to"),
        ("talking", {"date": "nonsens", "to": "x" * 500}, 302, ""),
        ("talking", {"reason": "x" * 2001}, 422, "reason"),
        ("talking", {"seen": "x"}, 422, "seen"),
        ("withdrawn", {}, 422, "status"),
        ("new", {}, 422, "status"),
        ("nonsens", {}, 422, "status"),
    ],
)
def test_each_status_asks_what_it_needs(act, lab, idea, status, fields, answer, wrong):
    fleur = make_member(lab, "Fleur", "civil_servant", label="team Groen")
    if isinstance(fields.get("date"), int):
        fields = fields | {"date": (timezone.localdate() + timedelta(days=fields["date"])).isoformat()}
    response = act(fleur, "idea_status", idea, **new_status(idea, status) | fields)
    assert response.status_code == answer
    assert list(response.context["form"].errors) == [wrong] if wrong else True
    idea.refresh_from_db()
    assert idea.status == ("new" if wrong else status)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (-1, "Deze datum is voorbij. Kies een datum die nog komt."),
        (0, "Kies een dag na vandaag."),
        (1000, "Dit is te ver weg. Kies een datum binnen twee jaar."),
    ],
)
def test_a_date_that_cannot_be_is_told_why(act, lab, idea, date, words):
    fleur = make_member(lab, "Fleur", "civil_servant", label="team Groen")
    day = (timezone.localdate() + timedelta(days=date)).isoformat()
    response = act(fleur, "idea_status", idea, **new_status(idea, Status.NOT_NOW, date=day))
    assert response.context["form"].errors == {"date": [words]}


def test_who_has_more_roles_chooses_and_a_staff_status_needs_a_staff_role(act, lab, idea):
    both = make_member(lab, "Fleur", "civil_servant", "stadmaker")
    servant, maker = both.roles.all()
    rejected = new_status(idea, Status.REJECTED, next_step="")
    assert act(both, "idea_status", idea, **rejected).status_code == 422
    assert act(both, "idea_status", idea, **rejected | {"voice": maker.pk}).status_code == 422
    assert act(both, "idea_status", idea, **rejected | {"voice": servant.pk}).status_code == 302
    assert idea.story.get().voice_kind == "civil_servant"


def test_author_who_sets_their_own_status_gets_no_mail(act, lab):
    maker = make_member(lab, "Chaima", "stadmaker")
    mine = make_idea(maker)
    act(maker, "idea_status", mine, **new_status(mine))
    assert (mine.story.count(), mail.outbox) == (1, [])


# Hiding


@pytest.mark.parametrize("what", ["idea", "comment"])
def test_hiding_tells_the_writer_once_why_and_how_to_react(act, lab, anna, mo, idea, what):
    thing = idea if what == "idea" else make_comment(idea, anna, "Zoals die van nummer 14.")
    assert act(mo, f"{what}_hide", thing).status_code == 200
    assert [act(mo, f"{what}_hide", thing, **HIDING).status_code for _ in "ab"] == [302, 302]
    hiding = Hiding.objects.get()
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
        "Antwoord op deze mail en vertel waarom.",
        "Praat je liever? Bel Noor: 077 000 00 00.",
        WORDS["opportunity"] if what == "idea" else "Zoals die van nummer 14.",
    ):
        assert words in letter.body
    assert AuditEntry.objects.filter(action="hide", subject=f"{what} {thing.pk}").count() == 1


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
    hiding = Hiding.objects.get()
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
    assert (Hiding.objects.count(), mail.outbox) == (0, [])


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
    hide(elsewhere, make_member(other, "Olaf", "moderator"), "spam")
    comment = make_comment(idea, anna, "Zoals die van nummer 14.")
    back = make_comment(idea, anna, "Weer terug.")
    for thing in (comment, back):
        hide(thing, mo, "privacy", "Huisnummer.")
    restore(back, mo, "Toch goed.")
    page = act(mo, "hidden_list")
    assert [hiding.comment for hiding in page.context["page"]] == [comment]
    assert at("comment_restore", comment, lab) in text_of(page)
    few = count_queries(act, mo)
    for number in range(20):
        hide(make_comment(idea, anna, f"Nummer {number}."), mo, "spam")
    assert count_queries(act, mo) == few


def count_queries(act, member):
    with CaptureQueriesContext(connection) as asked:
        act(member, "hidden_list")
    return len(asked)


def test_photo_of_a_hidden_idea_is_gone_for_others(client, act, anna, bram, mo, idea):
    idea.photo.save("ideas/een.webp", ContentFile(b"RIFF"))
    address = reverse("idea_photo", kwargs={"lab_slug": "proefdorp", "pk": idea.pk, "name": idea.photo_name})
    assert client.get(address).status_code == 200
    hide(idea, mo, "privacy")
    answers = []
    for member in (None, bram, anna, mo):
        client.logout()
        if member:
            client.force_login(member.user)
        answers.append(client.get(address).status_code)
    assert answers == [404, 404, 200, 200]


# Who may: role × verb × state

ROLES = [
    "nobody",
    "author",
    "resident",
    "stadmaker",
    "connector",
    "civil_servant",
    "moderator",
    "lab_admin",
    "stranger",
]
SIGN_IN, YES, NO, NONE = 302, 200, 403, 404
#                 nobody   author resident stadm conn  civil moder admin stranger
TABLE = {
    ("idea_more", "open"): [YES] * 9,
    ("idea_more", "hidden"): [NONE, YES, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("idea_history", "open"): [YES] * 9,
    ("idea_history", "hidden"): [NONE, YES, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("idea_edit", "open"): [SIGN_IN, YES, NO, NO, NO, NO, NO, NO, NO],
    ("idea_edit", "closed"): [SIGN_IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("idea_edit", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, NO, NONE, NONE],
    ("idea_withdraw", "open"): [SIGN_IN, YES, NO, NO, NO, NO, NO, NO, NO],
    ("idea_withdraw", "closed"): [SIGN_IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("idea_withdraw", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, NO, NONE, NONE],
    ("idea_status", "open"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("idea_status", "closed"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("idea_status", "withdrawn"): [SIGN_IN, NO, NO, NO, NO, NO, NO, NO, NO],
    ("idea_status", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, NO, NONE, NONE],
    ("idea_hide", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
    ("idea_hide", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("idea_restore", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
    ("idea_restore", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("comment_more", "open"): [YES] * 9,
    ("comment_more", "comment hidden"): [NONE, YES, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("comment_hide", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
    ("comment_hide", "comment hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("comment_restore", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
    ("comment_restore", "comment hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, YES, NONE, NONE],
    ("idea_behalf", "open"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("comment_behalf", "open"): [SIGN_IN, NO, NO, YES, YES, YES, YES, YES, NO],
    ("comment_behalf", "hidden"): [SIGN_IN, NO, NONE, NONE, NONE, NONE, NO, NONE, NONE],
    ("idea_poster", "open"): [YES] * 9,
    ("idea_poster", "hidden"): [NONE] * 9,
    ("idea_poster", "withdrawn"): [NONE] * 9,
    ("idea_share", "open"): [YES] * 9,
    ("idea_share", "hidden"): [NONE] * 9,
    ("claim", "open"): [YES] * 9,
    ("hidden_list", "open"): [SIGN_IN, NO, NO, NO, NO, NO, YES, NO, NO],
}
POSTED = {
    "idea_edit": WORDS | {"title": "Anders"},
    "idea_withdraw": {"reason": "Toch niet."},
    "idea_status": {"status": "talking", "reason": "Omdat.", "next_step": "Kom."},
    "idea_hide": HIDING,
    "idea_restore": {"why": "Het mag toch."},
    "comment_hide": HIDING,
    "comment_restore": {"why": "Het mag toch."},
    "idea_behalf": WORDS | {"title": "Van Tineke", "read_back": "on"},
    "comment_behalf": {"text": "Goed plan.", "read_back": "on"},
}


@pytest.fixture
def stage(lab):
    """One idea with a comment of its author, in a state; and a person of each role."""

    def build(state):
        anna, mo = make_member(lab, "Anna"), make_member(lab, "Olaf", "moderator")
        idea = make_idea(anna)
        comment = make_comment(idea, anna, "Van de maker.")
        if state == "closed":
            idea.set_status(mo, RESIDENT_VOICE, Status.DONE, "Klaar.")
        if state == "withdrawn":
            idea.support(make_member(lab, "Sam"))
            idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
        if state in ("hidden", "comment hidden"):
            hide(idea if state == "hidden" else comment, mo, "privacy", "Huisnummer.")
        idea.refresh_from_db()
        stranger = make_member(make_lab("elders"), "Eva", "moderator")
        people = {"nobody": None, "author": anna, "stranger": stranger}
        for kind in ROLES[2:-1]:
            people[kind] = make_member(lab, kind.title(), *([] if kind == "resident" else [kind]))
        return idea, comment, people

    return build


@pytest.mark.parametrize(("name", "state"), sampled(list(TABLE), 18))
def test_table_of_who_may_read_what(act, lab, stage, name, state):
    idea, comment, people = stage(state)
    thing = None if name in ("idea_behalf", "claim", "hidden_list") else comment if "comment_" in name[:8] else idea
    thing = idea if name == "comment_behalf" else thing
    answers = [act(people[role], name, thing, lab).status_code for role in ROLES]
    assert answers == TABLE[name, state]


@pytest.mark.parametrize(("name", "state"), [row for row in TABLE if row[0] in POSTED])
def test_table_of_who_may_do_what(act, lab, stage, name, state):
    idea, comment, people = stage(state)
    thing = None if name == "idea_behalf" else comment if name in ("comment_hide", "comment_restore") else idea
    seen = {"idea_edit": {"seen": idea.words_revision}, "idea_status": {"seen": idea.status_revision}}.get(name, {})
    done = 201 if name.endswith("behalf") else 302
    answers = []
    for role in ROLES:
        with transaction.atomic():  # each finds it as it was
            answers.append(act(people[role], name, thing, lab, **POSTED[name] | seen).status_code)
            transaction.set_rollback(True)
    assert answers == [done if answer == YES else answer for answer in TABLE[name, state]]


@pytest.mark.parametrize("name", sorted({name for name, _state in TABLE} - {"idea_behalf", "claim", "hidden_list"}))
def test_nothing_is_reachable_through_another_lab(act, stage, name):
    idea, comment, people = stage("open")
    thing = comment if name in ("comment_more", "comment_hide", "comment_restore") else idea
    elsewhere = people["stranger"].lab
    assert act(people["stranger"], name, thing, elsewhere).status_code == 404
    if name in POSTED:
        assert act(people["stranger"], name, thing, elsewhere, **POSTED[name]).status_code == 404


@pytest.mark.parametrize("name", ["idea_more", "idea_history", "comment_more", "idea_poster", "idea_share", "claim"])
def test_who_only_reads_gets_no_cookie(act, lab, stage, name):
    idea, comment, _people = stage("open")
    response = act(None, name, {"claim": None, "comment_more": comment}.get(name, idea), lab)
    assert (response.status_code, dict(response.cookies)) == (200, {})


@pytest.mark.parametrize(
    ("status", "stadmaker", "staff"),
    [
        (
            status,
            *(
                ([422] * 2)
                if status in ("new", "withdrawn")
                else [422 if status in ("rejected", "forwarded") else 302, 302]
            ),
        )
        for status in Status.values
    ],
)
def test_table_of_who_may_set_which_status(act, lab, idea, status, stadmaker, staff):
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    answers = []
    for name, kind in (("Chaima", "stadmaker"), ("Fleur", "civil_servant")):
        idea.refresh_from_db()
        said = new_status(idea, status, date=day, to="Waterschap")
        answers.append(act(make_member(lab, name, kind), "idea_status", idea, **said).status_code)
    assert answers == [stadmaker, staff]


# The photo


def picture(colour):
    file = BytesIO()
    Image.new("RGB", (40, 25), colour).save(file, "JPEG")
    return SimpleUploadedFile("foto.jpg", file.getvalue(), "image/jpeg")


def test_another_photo_takes_the_place_of_the_first_whose_file_goes(act, anna, idea):
    act(anna, "idea_edit", idea, **new_words(idea, photo=picture("red"), photo_alt="Rood"))
    idea.refresh_from_db()
    first = idea.photo.name
    assert default_storage.exists(first)
    act(anna, "idea_edit", idea, **new_words(idea, photo=picture("blue"), photo_alt="Blauw"))
    idea.refresh_from_db()
    assert (default_storage.exists(first), default_storage.exists(idea.photo.name)) == (False, True)
    act(anna, "idea_edit", idea, **new_words(idea, photo_alt="Blauw", remove_photo="on"))
    last = idea.photo.name
    idea.refresh_from_db()
    assert (bool(idea.photo), idea.photo_alt, default_storage.exists(last)) == (False, "", False)
    page = text_of(act(None, "idea_history", idea))
    steps = ["De foto is weggehaald.", "Er kwam een andere foto.", "Er kwam een foto bij."]
    assert sorted(steps, key=page.index) == steps
    assert ".webp" not in page


def test_photo_that_stays_needs_its_words(act, anna, idea):
    act(anna, "idea_edit", idea, **new_words(idea, photo=picture("red"), photo_alt="Rood"))
    idea.refresh_from_db()
    response = act(anna, "idea_edit", idea, **new_words(idea, photo_alt=""))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["photo_alt"])


def test_photo_sent_with_an_error_elsewhere_is_kept(act, anna, idea):
    response = act(anna, "idea_edit", idea, **new_words(idea, title=" ", photo=picture("red"), photo_alt="Rood"))
    assert response.status_code == 422
    token = response.context["upload"].token
    act(anna, "idea_edit", idea, **new_words(idea, upload=str(token), photo_alt="Rood"))
    idea.refresh_from_db()
    assert default_storage.exists(idea.photo.name)


def test_photo_goes_with_an_idea_that_is_taken_back_whole(act, anna, idea):
    act(anna, "idea_edit", idea, **new_words(idea, photo=picture("red"), photo_alt="Rood"))
    idea.refresh_from_db()
    act(anna, "idea_withdraw", idea, reason="Toch niet.")
    assert (Idea.objects.count(), default_storage.exists(idea.photo.name)) == (0, False)
