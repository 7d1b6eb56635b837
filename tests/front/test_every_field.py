"""Every text that a person wrote is in the download, and is removed when the person erases their texts.

The test fills all text columns of all models with a mark. A new model is in neither list below, and fails until
somebody decides whose text it holds; a new column of a person fails until the download and erasing handle it.
"""

import io
import uuid
import zipfile
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db.models import CharField, Field, JSONField, Model, TextField

from answers.models.answer import ask
from answers.models.approval import record_approval
from answers.models.draft import draft_of, keep
from answers.models.notes import write_note
from challenges.models import attach
from common import clock
from events.models.aloud import note_aloud
from front.erasure import erase
from front.takeout import pack
from ideas.models import Idea, StatusChange
from labs.models import RESIDENT_VOICE, HidingReason, MemberName
from moderation.models import report
from moderation.models.reviewing import ask as ask_review
from notifications.models import Notice
from tests.answers.conftest import words
from tests.challenges.factories import make_question
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.mails import work_off

pytestmark = pytest.mark.django_db

# Texts that a person wrote, or a person's name: the path from the row to the member
THEIRS = {
    "accounts.User": "memberships",
    "answers.Answer": "asked_by",
    "answers.Approval": "by",
    "answers.Clarity": "person",
    "answers.Draft": "by",
    "answers.NewDate": "by",
    "answers.Note": "by",
    "answers.Version": "by",
    "audit.Pseudonym": "user__memberships",
    "challenges.Challenge": "author",
    "challenges.ChallengeEdit": "by",
    "challenges.Step": "by",
    "ideas.Comment": "author",
    "ideas.CommentEdit": "comment__author",
    "ideas.Idea": "author",
    "ideas.IdeaEdit": "by",
    "ideas.Pledge": "person",
    "ideas.StanceChange": "by",
    "ideas.StatusChange": "by",
    "labs.NameHiding": "membership",
    "ideas.WaitingComment": "author",
    "labs.Role": "membership",
    "events.Aloud": "noted_by",
    "moderation.Decision": "by",
    "moderation.Report": "by",
    "moderation.Review": "asked_by",
    "events.Attendance": "person",
}
# Also theirs, but not in the download: derived from other columns, or for machines
DERIVED = {
    "accounts.User": {"password", "mailbox", "name_key", "name_look", "factor_key"},
    "audit.Pseudonym": {"code"},
    "events.Attendance": {"language", "mailbox"},
    "moderation.Report": {"language", "mailbox", "of_words"},
    "challenges.Challenge": {"search_text"},
    "ideas.Idea": {"search_text"},
}
# Of an imported idea, or what others said of it: not its author's
OF_OTHERS = {
    "ideas.Idea": {"status_to", "answer_team", "stance_words", "source", "source_id", "data"},
    "challenges.Challenge": {"fixed", "decides", "promise"},  # of the municipality; a CHECK keeps them empty here
}
# Said in a role about an idea's status or answer, and in whose name: the lab gave the role, so it stays under "former
# participant"
STAYS = {
    "answers.Answer": {"voice_label", "reason"},
    "answers.Approval": {"name"},
    "answers.Draft": {"reason", "to", "heard", "words", "gains", "unheard", "next_step", "contact", "decision"},
    "answers.NewDate": {"voice_label", "reason"},
    "answers.Note": {"words"},
    "answers.Version": {
        *("voice_label", "reason", "to", "heard", "words", "gains", "unheard", "next_step", "contact"),
        *("decision", "team_name", "mandate"),
    },
    "events.Aloud": {"voice_label", "name", "role", "words", "confirmed", "reason"},
    "moderation.Decision": {"explanation"},
    "moderation.Review": {"explanation"},
    "challenges.Challenge": {"voice_label"},
    "challenges.Step": {"voice_label"},
    "ideas.Comment": {"voice_label"},
    "ideas.Idea": {"voice_label"},
    "ideas.StanceChange": {"voice_label", "words"},
    "ideas.WaitingComment": {"voice_label"},
    "ideas.StatusChange": {"voice_label", "reason", "next_step", "to"},
    "labs.Role": {"label"},
}
# Of a lab, its municipality or the site; or what people did, not what they wrote. Names in Case and Membership are
# those of a NameHiding, or reported: tests/moderation/test_names.py. A Participant and a Helper have no
# account
NOT_THEIRS = {
    "accounts": "Device MailboxProof SignInCode",
    "answers": "Team Terms",
    "audit": "AuditEntry OldEntry",
    "challenges": "ChallengeHiding",
    "evenings": "Counted Evening Helper LabPlan LabPlanStep Note Option Outcome Participant Pick Pile Pledge Remark "
    "Report RoomPromise ScreenAsk Session Step",
    "events": "Gathering GatheringHiding Move TableIdea",
    "ideas": "CommentBehalf CommentHiding IdeaBehalf IdeaHiding PhotoHiding Spelling Support TalkClosing",
    "labs": "Lab Membership Municipality Neighbourhood Pause",
    "moderation": "Case Flag ModerationSettings",
    "notifications": "Notice Notification OutgoingMail Wish",
    "places": "Place Room Stop",
    "realtime": "Epoch NameChange",
}


def is_ours(model: type[Model]) -> bool:
    return str(settings.BASE_DIR) in model._meta.app_config.path and ".venv" not in model._meta.app_config.path


def texts(model: type[Model]) -> list[Field]:
    """Return its text columns, except those with fixed choices."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, (CharField, TextField, JSONField))]
    return [field for field in fields if not field.choices and field.name != "language"]


def test_of_every_text_it_is_known_whose_it_is():
    models = {model._meta.label for model in apps.get_models() if is_ours(model) and texts(model)}
    assert models == set(THEIRS) | {f"{app}.{name}" for app, names in NOT_THEIRS.items() for name in names.split()}


@pytest.fixture
def anna():
    """Took part in everything; her ideas are open, hidden, finished, withdrawn, and one is only hers."""
    lab = make_lab()
    anna = make_member(lab, "Anna", "stadmaker", "civil_servant", label="team Groen")
    bram, mo = make_member(lab, "Bram"), make_member(lab, "Mo", "moderator", "lab_admin")
    anna.give_role("connector", "", mo, "Anna kent iedereen.")
    shared, hidden, done, withdrawn, _alone = (make_idea(anna, f"Idee {number}") for number in range(5))
    for idea in (shared, hidden, done, withdrawn):
        idea.edit(anna, title=f"{idea.title} anders")
        idea.support(bram)
    hidden.hide(mo, HidingReason.SPAM)
    MemberName(anna).hide(mo, HidingReason.SPAM, "Zo niet.")
    done.set_status(mo, RESIDENT_VOICE, "done", "Het is gelukt.")
    withdrawn.withdraw(anna, RESIDENT_VOICE, "Ik verhuis.")
    his = make_idea(bram, "Bankje")
    for text in ("Ik heb hout.", "Ik heb nog meer hout."):
        comment = make_comment(his, anna, text)
        comment.edit(f"{text} Echt.")
        make_comment(his, bram, "Fijn.", comment)
    sent = {"key": uuid.uuid4(), "sent_at": clock.now(), "due_at": clock.now() + timedelta(days=1)}
    his.waiting_comments.create(author=anna, text="Ik wacht nog.", **sent)
    his.pledge(anna, RESIDENT_VOICE, "things", "Ik breng een boor mee.").thing.take_back()
    his.pledge(anna, RESIDENT_VOICE, "things", "Ik breng een zaag mee.")
    his.set_status(anna, anna.voices()[1], "talking", "We praten.", "Morgen weer.")
    his.set_stance(anna, anna.voices()[2], "helps", "We zoeken het uit.")
    servant = anna.voices()[2]
    answer = ask(his, anna, servant, "Dat zoeken we uit.").thing
    write_note(answer, anna, "Bel eerst met ProRail.")
    answer.choose_date(anna, servant, date(2100, 1, 1), "Het duurt langer.", 0)
    answer.give(anna, servant, **words(kind="already"))
    keep(answer, anna, "", answer.versions.get().pk, **words(kind="already", reason="Een tikfout."))
    record_approval(answer, anna, date(2026, 11, 2), "Janssen", draft_of(answer).seen)
    answer.say_clear(anna, False, "Welke bus?", answer.versions.get().pk)
    asked, _alone = make_question(anna), make_question(anna, "Nog een vraag?")
    asked.edit(anna, title="Hoe eten we samen?")
    attach(his, asked)
    make_gathering(mo).sign_up(anna, 2, "ringleiding")
    evening = make_gathering(mo, "Gisteren", starts_at=clock.now() - timedelta(days=1))
    report(his, anna, "spam", "Dit staat er vaker.")
    mine = report(make_idea(bram, "Oproep"), anna, "spam").report.case
    mine.decide(make_member(lab, "Noor", "moderator"), "nothing", explanation="Dat mag.")
    ask_review(mine, anna, "Het staat er drie keer.")
    case = report(make_idea(bram, "Prikbord"), mo, "spam").report.case
    case.decisions.create(by=anna, kind="nothing", explanation="Dat mag.")
    note_aloud(evening, anna, servant, his, "Wim", "wethouder", "In mei.")
    return anna


def marked(anna, besides):
    """Write a mark in every text of hers, except `besides`; return mark → "model.column"."""
    marks = {}
    for label, path in THEIRS.items():
        model = apps.get_model(label)
        rows = model._base_manager.filter(**{path: anna})
        assert rows.exists(), f"Anna has no {label} to mark"
        left_out = set().union(*(some.get(label, set()) for some in besides))
        for field in texts(model):
            if field.name in left_out:
                continue
            for row in rows:
                mark = f"merk{len(marks)}x"
                marks[mark] = f"{label}.{field.name}"
                model._base_manager.filter(pk=row.pk).update(**{field.name: mark})
    return marks


def dump() -> str:
    return "".join(
        serializers.serialize("json", model._base_manager.all()) for model in apps.get_models() if model._meta.managed
    )


def test_every_text_of_theirs_is_in_what_they_take_along(anna):
    marks = marked(anna, [DERIVED, OF_OTHERS])
    anna.user.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(pack(anna.user, "https://ons.example").read())) as file:
        told = file.read("gegevens.json").decode()
    assert {field for mark, field in marks.items() if mark not in told} == set()


def test_every_text_of_theirs_goes_with_them(anna):
    marks = marked(anna, [OF_OTHERS, STAYS])
    anna.user.refresh_from_db()
    ideas = Idea.objects.filter(author=anna).count()
    assert Notice.objects.exists(), "the worker writes these mails after she left"
    erase(anna.user, keep_words=False)
    work_off()
    left = dump()
    assert {field for mark, field in marks.items() if mark in left} == set()
    assert Idea.objects.filter(author=anna).count() == ideas - 1, "the others keep their trace"


def test_a_notice_holds_no_text_of_a_person(anna):
    """So nothing of theirs must be removed from it, and nothing taken along: the worker reads it from its own row."""
    assert {"hidden", "status_changed", "pledged", "answered", "signed_up"} <= set(
        Notice.objects.values_list("kind", flat=True)
    )
    notices = serializers.serialize("json", Notice.objects.all())
    written = {
        text
        for label in THEIRS
        for field in texts(apps.get_model(label))
        for text in apps.get_model(label)._base_manager.values_list(field.name, flat=True)
        if text and len(text) > 2
    }
    assert {"Anna", "anna@example.org", "Ik heb hout. Echt.", "ringleiding"} <= written
    assert {text for text in written if str(text) in notices} == set()


def test_why_they_took_an_idea_back_goes_and_what_others_said_of_it_stays(anna):
    def reasons():
        return set(StatusChange.objects.filter(idea__author=anna).values_list("status", "reason", "next_step"))

    StatusChange.objects.filter(status="withdrawn").update(next_step="Bel me op 077.")
    assert reasons() == {("withdrawn", "Ik verhuis.", "Bel me op 077."), ("done", "Het is gelukt.", "")}
    erase(anna.user, keep_words=False)
    assert reasons() == {
        ("withdrawn", "De schrijver heeft het account verwijderd.", ""),
        ("done", "Het is gelukt.", ""),
    }


def test_why_they_took_an_idea_back_stays_with_the_words_they_leave(anna):
    erase(anna.user, keep_words=True)
    assert StatusChange.objects.get(status="withdrawn").reason == "Ik verhuis."
