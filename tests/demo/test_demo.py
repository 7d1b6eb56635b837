"""The example labs hold every kind of thing, their counts are correct, and a second run changes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError
from django.db.models import F
from django.utils import timezone, translation

from accounts.models import User
from audit.models import AuditEntry
from demo.management.commands.demo import SLUGS, remove
from events.models import Attendance, DateAnswer, Gathering, State
from events.words import seats_words
from ideas.models import (
    CLOSED,
    Comment,
    CommentHiding,
    Idea,
    IdeaEdit,
    IdeaHiding,
    NeedAnswer,
    Pledge,
    PledgeKind,
    Status,
    Support,
)
from ideas.models.letters import writer_of
from ideas.models.onbehalf import CommentBehalf, IdeaBehalf, write_down_idea
from labs.models import RESIDENT_VOICE, Lab, Membership, NameHiding, Role, RoleKind
from moderation.models import ModerationSettings
from notifications.models import Notice, OutgoingMail
from places.models import Place
from realtime.models import NameChange
from tests.demo.conftest import demo
from tests.events.factories import enter, make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member, make_user
from tests.mails import forget, told
from tests.places.factories import make_place


def rows_everywhere():
    """Count the rows of all tables, except the log, which everything adds to, and the worker's."""
    ours = [model for model in apps.get_models() if model not in (AuditEntry, NameChange, Notice, OutgoingMail)]
    return {model._meta.label: model.objects.count() for model in ours}


pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("examples")]


def test_again_changes_nothing_also_on_another_day():
    before = rows_everywhere(), list(Lab.objects.order_by("pk").values_list("pk", "revision"))
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        said = demo()
    assert (rows_everywhere(), list(Lab.objects.order_by("pk").values_list("pk", "revision"))) == before
    assert said.count("is complete") == 3


def test_what_is_missing_comes_back():
    before = rows_everywhere()
    Idea.objects.get(title="Feesttafels te leen").delete()
    assert rows_everywhere() != before
    demo()
    assert rows_everywhere() == before


def test_reset_begins_anew_and_leaves_real_labs_alone(django_capture_on_commit_callbacks):
    real = make_idea(make_member(make_lab("echt")))
    before, lab = rows_everywhere(), Lab.objects.get(slug="heusden")
    Idea.objects.filter(lab=lab).first().delete()
    with django_capture_on_commit_callbacks(execute=True):
        demo(reset=True)
    assert rows_everywhere() == before
    assert Lab.objects.get(slug="heusden").pk != lab.pk
    assert Idea.objects.filter(pk=real.pk).exists()


@pytest.fixture
def lab():
    ModerationSettings.objects.filter(lab__slug="heusden").update(calm_until=None)  # first comments would wait
    return Lab.objects.get(slug="heusden")


def of_the_demo(lab):
    return lab.memberships.filter(user__email__endswith="@voorbeeld.invalid").first()


REAL = {
    "role": lambda lab, me: make_member(lab, "Bram", "stadmaker"),
    "idea": lambda lab, me: make_idea(me()),
    "support": lambda lab, me: lab.ideas.filter(status="talking").first().support(me()),
    "need answer": lambda lab, me: lab.ideas.filter(status="talking").first().answer_need(me(), "yes"),
    "comment": lambda lab, me: make_comment(lab.ideas.filter(status="talking").first(), me()),
    "status change": lambda lab, me: (
        lab.ideas.filter(status="talking").first().set_status(me(), RESIDENT_VOICE, "doing", "Omdat.", "Kom.")
    ),
    "written down": lambda lab, me: write_down_idea(
        me(), RESIDENT_VOICE, "Mevrouw Jansen", uuid4(), title="Bankje", opportunity="Een bankje bij de bus."
    ),
    "gathering": lambda lab, me: make_gathering(me()),
    "place": lambda lab, me: make_place(me()),
    "attendance": lambda lab, me: make_gathering(of_the_demo(lab)).sign_up(me()),
    "guest": lambda lab, me: make_gathering(of_the_demo(lab)).sign_up_guest("Tinus", "tinus@example.org", "nl"),
    "entered": lambda lab, me: enter(make_gathering(of_the_demo(lab)), me(), "Mevrouw Jansen", 1),
    "erased": lambda lab, me: User.objects.filter(pk=me().user_id).delete(),
}


def test_where_mails_are_sent_made_up_people_are_told_nothing_of_what_the_demo_builds(settings):
    forget()
    settings.MAIL_IS_SENT = True
    demo(reset=True)
    assert IdeaHiding.objects.filter(writer_knows=True).exists(), "they would be told"
    assert (Notice.objects.count(), told()) == (0, [])
    gathering = make_gathering(of_the_demo(Lab.objects.get(slug="heusden")))
    gathering.sign_up_guest("Tinus", "tinus@example.org", "nl")
    assert [reader for reader, _subject in told()] == ["tinus@example.org"], "real people are told"


def test_a_tombstone_whose_writer_knows_comes_with_a_mail_to_that_writer():
    of_comments = [(writer_of(row.comment).email, row) for row in CommentHiding.objects.filter(writer_knows=True)]
    of_ideas = [(writer_of(row.idea).email, row) for row in IdeaHiding.objects.filter(writer_knows=True)]
    names = [hiding.membership.user.email for hiding in NameHiding.objects.filter(writer_knows=True)]
    for word, is_fold in (("verborgen", False), ("dicht tot een moderator", True)):
        known = [writer for writer, row in of_comments + of_ideas if row.is_fold == is_fold]
        assert known
        known += [] if is_fold else names
        heard = [reader for reader, subject in told() if subject.startswith("Je ") and word in subject]
        assert sorted(heard) == sorted(known)


@pytest.mark.parametrize("kind", REAL)
def test_reset_takes_nothing_of_real_people_without_asking(lab, kind):
    REAL[kind](lab, lambda: make_member(lab, "Anna"))
    before = rows_everywhere()
    with pytest.raises(CommandError, match=r"Real people took part in /heusden/: .*\. Say --yes to remove that too\."):
        demo(reset=True)
    assert (rows_everywhere(), Lab.objects.get(slug="heusden").pk) == (before, lab.pk)


def test_reset_with_yes_takes_all_and_says_so(lab):
    make_idea(make_member(lab, "Anna"))
    assert "Real people took part in /heusden/: 1 person, 1 idea. All of it goes." in demo(reset=True, yes=True)
    assert Lab.objects.get(slug="heusden").pk != lab.pk


@pytest.mark.parametrize(("answer", "is_done"), [(" YES ", True), ("", False), ("y", False), ("no", False)])
def test_reset_asks_who_sits_at_it_and_says_what_there_is(lab, monkeypatch, answer, is_done):
    anna, bram = make_member(lab, "Anna"), make_member(lab, "Bram")
    make_idea(anna)
    for member in (anna, bram):
        make_comment(lab.ideas.filter(status="talking").first(), member)
    asked = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answer)
    if is_done:
        demo(reset=True)
    else:
        with pytest.raises(CommandError, match="Nothing was removed"):
            demo(reset=True)
    assert asked == [
        "Real people took part in /heusden/: 2 people, 1 idea, 2 comments. Remove all of it? Type yes or no: "
    ]
    assert (Lab.objects.get(slug="heusden").pk != lab.pk) is is_done


def test_nobody_to_answer_means_no(lab, monkeypatch):
    def input_ended(question):
        raise EOFError

    make_idea(make_member(lab, "Anna"))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", input_ended)
    with pytest.raises(CommandError, match="Nothing was removed"):
        demo(reset=True)


@pytest.mark.parametrize("options", [{}, {"reset": True}])
def test_a_real_lab_of_that_name_is_left_alone(options):
    Lab.objects.filter(slug="heusden").update(is_demo=False)
    before = rows_everywhere()
    with pytest.raises(CommandError, match="heusden"):
        demo(**options)
    assert rows_everywhere() == before


def test_each_lab_is_marked_as_an_example_and_has_its_texts():
    horst_lab, heusden_lab, meerssen_lab = (Lab.objects.get(slug=slug) for slug in SLUGS)
    for lab in (horst_lab, heusden_lab, meerssen_lab):
        assert lab.is_demo
        assert len(lab.house_rules.splitlines()) == 6
        assert lab.contact_phone, "the page with the charter shows it under the charter"
        assert lab.contact_phone not in lab.charter
        assert lab.neighbourhoods.filter(outline__isnull=False).exists()
    assert (heusden_lab.municipality.theme, horst_lab.municipality.theme) == ("maaslicht", "stadslab")
    assert (meerssen_lab.lab_word, meerssen_lab.maker_word) == ("dorpslab", "dorpsmaker")
    assert horst_lab.neighbourhoods.count() == 16


def test_the_labs_are_full_half_full_and_nearly_empty():
    assert [Idea.objects.filter(lab__slug=slug, is_hidden=False).count() for slug in SLUGS] == [37, 18, 4]


def test_every_status_is_there_with_its_story():
    assert {Status.WAITING, *Idea.objects.filter(lab__slug=SLUGS[0]).values_list("status", flat=True)} == set(Status)
    for idea in Idea.objects.exclude(status=Status.NEW):
        last = idea.story.last()
        assert (last.status, last.date, last.to) == (idea.status, idea.status_date, idea.status_to)
        assert all(step.reason for step in idea.story.all())
        assert idea.closed_at == (last.at if idea.status in CLOSED else None)


def test_every_role_is_there():
    for slug in SLUGS[:2]:
        kinds = set(Role.objects.filter(membership__lab__slug=slug).values_list("kind", flat=True))
        assert kinds == set(RoleKind) - {RoleKind.RESIDENT}
    assert Membership.objects.filter(user__name="Anna van overal").count() == 2
    voices = set(Comment.objects.filter(idea__lab__slug=SLUGS[0]).values_list("voice_kind", flat=True))
    assert voices >= {"resident", "stadmaker", "connector", "civil_servant", "councillor", "alderman", "body"}


def test_every_other_kind_of_thing_is_there():
    assert set(Pledge.objects.values_list("kind", flat=True)) >= {
        PledgeKind.TIME,
        PledgeKind.KNOWLEDGE,
        PledgeKind.THINGS,
    }
    assert IdeaBehalf.objects.exclude(name="").exists()
    assert CommentBehalf.objects.filter(name="").exists()
    assert CommentHiding.objects.filter(restored_at=None).exclude(reason="").count() == 2
    assert IdeaHiding.objects.filter(restored_at=None).count() == 1
    assert Comment.objects.exclude(removed_at=None).filter(replies__isnull=False).exists()
    assert Comment.objects.exclude(edited_at=None).filter(edits__isnull=False).exists()
    assert IdeaEdit.objects.filter(idea__title="Pluktuin Meterik", field="opportunity").exists()
    assert Comment.objects.filter(idea__title="Fietsbus Melderslo").count() > 50  # more than one page


def test_every_count_is_true():
    assert Idea.objects.filter(support_count__gt=100).exists()
    assert Idea.objects.filter(support_count__lt=5, status=Status.NEW).exists()
    for idea in Idea.objects.all():
        shown = idea.comments.filter(is_hidden=False, removed_at=None).count()
        assert (idea.support_count, idea.comment_count) == (idea.supports.count(), shown), idea
        assert not idea.supports.filter(person=idea.author_id or 0).exists()
    assert not Support.objects.exclude(person__lab=F("idea__lab")).exists()
    assert not NeedAnswer.objects.exclude(person__lab=F("idea__lab")).exists()


def test_every_place_and_gathering_is_there():
    places = [set(Place.objects.filter(lab__slug=slug).values_list("name", flat=True)) for slug in SLUGS]
    assert places == [
        {"Lab aan het plein", "Kleine zaal", "De Labkar", "Online lab"},
        {"Lege winkel", "Online lab"},
        {"Keet bij het station", "Online lab"},
    ]
    now = timezone.now()
    coming = [Gathering.objects.filter(lab__slug=slug).coming(now).going_on().count() for slug in SLUGS]
    assert coming == [4, 6, 0]
    assert Gathering.objects.filter(title="Repareren op zaterdag").count() == 6
    assert Gathering.objects.filter(title="Repareren op zaterdag", state=State.CANCELLED).count() == 1
    assert all(
        timezone.localtime(one.starts_at).weekday() == 5
        for one in Gathering.objects.filter(title="Repareren op zaterdag")
    )
    states = dict(Gathering.objects.filter(lab__slug="meerssen").values_list("title", "state"))
    assert states == {"Eerste koffie in Bunde": State.CANCELLED, "Eerste koffie in Bunde, opnieuw": State.DATES}
    assert DateAnswer.objects.exists()


def test_the_full_one_is_full_and_the_moved_one_was_on_tuesday():
    with translation.override("nl"):
        assert seats_words(Gathering.objects.get(title__startswith="Plan maken")) == "Vol, 6 op de wachtlijst"
        assert seats_words(Gathering.objects.get(title__startswith="Kansen ophalen")) == "Nog 22 plekken vrij"
    moved = Gathering.objects.get(title__startswith="Schaduw in Drunen")
    days = [timezone.localtime(at).weekday() for at in (moved.moved_from, moved.starts_at)]
    assert (days, bool(moved.reason)) == ([1, 3], True)
    assert moved.table.get().idea.status_date == timezone.localdate(moved.starts_at)


def test_what_came_of_the_walk_stands_at_its_idea():
    walk = Gathering.objects.get(title="Rondje Grubbenvorst")
    assert walk.state == State.CLOSED
    assert "één bank" in walk.outcome.replace("\n", " ")
    row = walk.table.get()
    assert (row.idea.title, bool(row.outcome)) == ("Maasrondje Grubbenvorst", True)


def test_everybody_has_their_seat_or_their_place_in_line():
    assert Gathering.objects.filter(waiting__gt=0).exists()
    for gathering in Gathering.objects.all():
        going, waiting = gathering.attendances.going(), gathering.attendances.waiting()
        assert gathering.taken == sum(going.values_list("seats", flat=True))
        assert gathering.waiting == waiting.count()
        assert gathering.capacity is None or gathering.taken <= gathering.capacity
        if going and waiting:
            assert max(going.values_list("line", flat=True)) < min(waiting.values_list("line", flat=True))
        assert not gathering.attendances.exclude(person__lab=gathering.lab).exists()
    assert not Attendance.objects.filter(came_at__gt=timezone.now()).exists()


def test_revisions_are_as_if_it_happened():
    parts = [field.name for field in Idea._meta.fields if field.name.endswith("_revision") and field.name[:3] != "lab"]
    assert len(parts) >= 6
    for idea in Idea.objects.all():
        assert all(0 <= getattr(idea, part) <= idea.revision for part in parts)
        revisions = list(idea.comments.values_list("revision", flat=True))
        assert len(set(revisions)) == len(revisions)
        assert max(revisions, default=0) <= max(idea.talk_revision, idea.names_revision), "said, or a name changed"
        before, _same = idea.search_text, idea.words_changed()
        assert idea.search_text == before
    for lab in Lab.objects.all():
        assert set(lab.ideas.values_list("lab_revision", flat=True)) <= set(range(1, lab.revision + 1))


def test_time_goes_forward_and_ends_now():
    now = timezone.now()
    for idea in Idea.objects.prefetch_related("story", "comments__parent"):
        times = [step.at for step in idea.story.all()]
        assert sorted(times) == times
        comments = sorted(idea.comments.all(), key=lambda comment: comment.pk)
        assert [c.created_at for c in comments] == sorted(c.created_at for c in comments)
        assert all(idea.created_at < at <= now for at in [*times, *(c.created_at for c in comments)]), idea
        assert all(c.created_at > c.parent.created_at for c in comments if c.parent)
        assert not idea.supports.filter(created_at__gt=idea.closed_at or now).exists()
        assert not idea.supports.filter(created_at__lt=idea.created_at).exists()


def test_people_sleep_at_night():
    yesterday = timezone.now() - timedelta(days=1)
    for model in (Idea, Comment, Support, Pledge):
        local = map(
            timezone.localtime, model.objects.filter(created_at__lt=yesterday).values_list("created_at", flat=True)
        )
        assert {at.hour for at in local} <= set(range(8, 23))


def test_nobody_can_be_mailed_and_every_name_is_their_own(settings):
    mails = User.objects.values_list("email", flat=True)
    assert all(mail.endswith("@voorbeeld.invalid") for mail in mails)
    settings.DEBUG = True
    said = demo()
    for name in ("Merel", "Ingrid", "Samira leest mee", "Wim van America"):
        assert name in said
    settings.DEBUG = False
    assert "@" not in demo()


def test_a_real_person_keeps_their_name():
    remove(SLUGS)
    make_user("Merel")
    demo()
    assert User.objects.get(email="merel@voorbeeld.invalid").name == "Merel (voorbeeld)"


@pytest.mark.parametrize(
    ("slug", "title"),
    [("heusden", "Speelveld Vliedberg"), ("horst-aan-de-maas", "Van trapveld naar speelplein")],
)
def test_a_search_in_the_demo_is_corrected(client, slug, title):
    answer = client.get(f"/{slug}/ideeen/", {"q": "speeltuintje"})
    assert answer.context["instead"] == "speeltuin"
    assert [idea.title for idea in answer.context["page"].object_list] == [title]


def test_a_title_that_is_typed_in_the_demo_is_like_another(client):
    answer = client.get("/heusden/ideeen/lijkt-op/", {"titel": "Een speelvelt voor kleuters"})
    assert [idea["title"] for idea in answer.json()["ideas"]] == ["Speelveld Vliedberg"]


def test_a_moderator_of_horst_said_that_they_look_along_in_meerssen():
    settings = ModerationSettings.objects.get(lab__slug="meerssen")
    assert settings.second_pair
    assert settings.second_pair.lab.slug == "horst-aan-de-maas"
    demo()
    assert ModerationSettings.objects.get(lab__slug="meerssen").agreed_at == settings.agreed_at
