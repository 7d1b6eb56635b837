"""The worker updates a changed name on every page that shows it, and no form treats it as an edit."""

import threading
from datetime import time
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from common import pauses
from events.topics import GatheringTopic
from front.erasure import erase
from front.topics import HappeningTopic, LabTopic
from ideas.models import Comment, Idea
from ideas.models.onbehalf import write_down_comment
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE, Lab, Membership, Neighbourhood, RoleKind
from places.models.stop import Stop
from places.topics import PlaceTopic
from realtime import names
from realtime.models import Epoch, NameChange
from tests.events.factories import make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member, make_user
from tests.places.factories import make_place


@pytest.fixture
def lab(db):
    return make_lab()


@pytest.fixture
def anna(lab):
    return make_member(lab, "Anna", RoleKind.STADMAKER)


@pytest.fixture
def noor(lab):
    return make_member(lab, "Noor", RoleKind.LAB_ADMIN)


@pytest.fixture
def village(lab):
    return Neighbourhood.objects.create(lab=lab, name="Meterik")


@pytest.fixture
def idea(anna, village):
    """Anna's idea, with everything that shows her name there, and her village."""
    idea = make_idea(anna, "Pluktuin", neighbourhood=village)
    make_comment(idea, anna, "Wie heeft een schop?")
    idea.pledge(anna, RESIDENT_VOICE, "time", "Op zaterdag.")
    idea.set_status(anna, RESIDENT_VOICE, "talking", "Het leeft.", "Vrijdag verder.")
    idea.set_stance(anna, RESIDENT_VOICE, "helps", "We zoeken het uit.")
    return idea


def news(topic, thing, view="page"):
    """Return the changes for a page that has this copy of the thing; without their marks."""
    return {part.key: part.render() for part in topic.parts(thing.pk, view, thing.revision) or ()}


def those_that_say(words, parts):
    return {key for key, html in parts.items() if words in html}


# Each page that shows it


def test_another_name_of_a_person_reaches_all_that_names_them(idea, anna):
    lab, gathering = idea.lab, make_gathering(anna)
    lab.refresh_from_db()
    anna.user.choose_name("Anna Maria")
    assert news(IdeaTopic(), idea) == {}, "not by the verb itself"
    names.bring()
    own = {f"idea-author-{idea.pk}", f"helpers-{idea.pk}", f"story-{idea.pk}", f"comment-{idea.comments.get().pk}"}
    assert those_that_say("Anna Maria", news(IdeaTopic(), idea)) == own
    assert those_that_say("Anna Maria", news(GatheringTopic(), gathering)) == {f"gathering-way-{gathering.pk}"}
    assert those_that_say("Anna Maria", news(LabTopic(), lab, "news")) == {f"lab-people-{lab.pk}"}
    assert those_that_say("Anna Maria", news(HappeningTopic(), idea, "pulse")) == {f"happening-{idea.pk}"}
    assert not NameChange.objects.exists()


def test_who_wrote_it_down_for_another_is_named_too(idea, anna, lab):
    tineke = make_member(lab, "Tineke", RoleKind.STADMAKER)
    said = write_down_comment(idea, tineke, RESIDENT_VOICE, "Jo", "Ik wil een bank.", uuid4()).thing
    idea.refresh_from_db()
    tineke.user.choose_name("Tineke van Dijk")
    names.bring()
    assert those_that_say("Tineke van Dijk", news(IdeaTopic(), idea)) == {f"comment-{said.pk}"}


def test_whoever_left_is_named_nowhere(idea, anna):
    erase(anna.user, keep_words=True)
    idea.refresh_from_db()
    names.bring()
    parts = news(IdeaTopic(), idea)
    assert those_that_say("oud-deelnemer", parts) >= {f"idea-author-{idea.pk}", f"comment-{idea.comments.get().pk}"}
    assert those_that_say("Anna", parts) == set()


@pytest.mark.parametrize("goes", [False, True], ids=["renamed", "removed"])
def test_another_name_of_a_village_reaches_ideas_places_and_the_home_of_its_lab(idea, noor, lab, village, goes):
    place = make_place(noor, "Labkar", kind="temporary")
    place.set_stops([Stop(first_day="2027-01-01", last_day="2027-02-01", address="Plein 1", neighbourhood=village)])
    opened = Lab.objects.get(pk=lab.pk)
    if goes:
        village.remove(noor)
    else:
        village.rename(noor, "Ander Dorp")
        names.bring()
    said = "Meterik" if goes else "Ander Dorp"
    card, page = news(IdeaTopic(), idea, "card"), news(IdeaTopic(), idea)
    facts = news(PlaceTopic(), place)
    assert set(card) >= {f"card-where-{idea.pk}"}
    assert those_that_say(said, card | page | facts) == (
        set()
        if goes
        else {f"card-where-{idea.pk}", f"idea-author-{idea.pk}", f"place-facts-{place.pk}", f"place-stands-{place.pk}"}
    )
    assert f"idea-author-{idea.pk}" in page
    assert f"place-facts-{place.pk}" in facts
    home = news(LabTopic(), opened, "news")
    assert home.keys() == {f"lab-villages-{lab.pk}"}
    assert those_that_say(said, home) == (set() if goes else home.keys())
    assert those_that_say("Meterik", home) == set()
    assert LabTopic().parts(lab.pk, "ideas", opened.revision) is None, "its villages stand in a form: fetched again"


def test_another_word_for_makers_reaches_what_they_said_as_such(anna, noor, lab):
    idea = make_idea(make_member(lab, "Bram"), "Bankje")
    said = make_comment(idea, anna, "Ik help.")
    Comment.objects.filter(pk=said.pk).update(voice_kind=RoleKind.STADMAKER)
    other = make_comment(idea, anna, "En zonder pet.")
    gathering = make_gathering(anna)
    idea.refresh_from_db()
    lab.change_texts(noor, maker_word="dorpsmaker")
    names.bring()
    parts = news(IdeaTopic(), idea)
    assert those_that_say("dorpsmaker", parts) == {f"comment-{said.pk}"}
    assert f"comment-{other.pk}" not in parts
    assert those_that_say("dorpsmaker", news(GatheringTopic(), gathering)) == {f"gathering-way-{gathering.pk}"}


def test_a_role_reaches_the_gatherings_of_who_holds_it(anna, lab):
    gathering = make_gathering(anna)
    lab.refresh_from_db()
    anna.take_role(anna.roles.get(), None, "Verhuisd.")
    names.bring()
    way = news(GatheringTopic(), gathering)[f"gathering-way-{gathering.pk}"]
    assert "Anna" in way
    assert "stadmaker" not in way
    assert those_that_say("Anna", news(LabTopic(), lab, "news")) == set(), "whoever has no role is not met there"


def test_no_spot_is_forgotten():
    """Every relation to a person in a lab, or to a village, is registered, or is on no followed page."""
    shown_nowhere = {
        "ideas.Support.person", "ideas.NeedAnswer.person", "ideas.IdeaEdit.by", "ideas.IdeaHiding.by",
        "ideas.IdeaHiding.restored_by", "ideas.CommentHiding.by", "ideas.CommentHiding.restored_by",
        "ideas.Upload.person", "events.Attendance.person", "events.Attendance.entered_by",
        "events.DateAnswer.person", "events.Gathering.made_by", "labs.Role.membership",
        "answers.VillageThreshold.village", "ideas.IdeaSubscription.person",
        "events.GatheringSubscription.person", "places.PlaceSubscription.person", "labs.LabSubscription.person",
        "challenges.ChallengeSubscription.person",
        "challenges.ChallengeEdit.by", "challenges.ChallengeHiding.by", "challenges.ChallengeHiding.restored_by",
        "answers.Note.by", "answers.Note.to", "answers.TeamMember.member", "answers.Absence.member",
        "answers.Absence.deputy", "answers.Clarity.person", "answers.Draft.by",
        "labs.Pause.membership", "labs.Pause.by", "labs.Pause.ended_by", "ideas.PhotoHiding.by",
        "ideas.PhotoHiding.restored_by", "events.GatheringHiding.by", "events.GatheringHiding.restored_by",
        "moderation.Case.author", "moderation.Report.by", "moderation.Decision.by", "moderation.Flag.author",
        "moderation.Flag.seen_by", "moderation.ModerationSettings.neighbour", "moderation.Review.asked_by",
        "moderation.Review.decided_by", "moderation.Review.neighbour",
        "moderation.CaseStep.to", "moderation.Case.name", "moderation.Flag.name", "labs.NameHiding.membership",
        "labs.NameHiding.by", "labs.NameHiding.restored_by", "ideas.TalkClosing.by", "ideas.TalkClosing.opened_by",
        "ideas.WaitingComment.author", "ideas.WaitingComment.shown_by", "evenings.LabPlan.kept_by",
        "evenings.Counted.by", "evenings.Outcome.by", "evenings.RoomPromise.by",
    }  # fmt: skip
    told = {
        f"{spot.model._meta.label}.{spot.path}".replace(".behalf__", "Behalf.").partition("__")[0]
        for kind in ("member", "village")
        for spot in names.spots_of(kind)
    }
    leads = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in (Membership, Neighbourhood) and not model._meta.auto_created
    }
    assert leads - told - shown_nowhere == set()


# Not an edit


def test_no_form_that_was_open_meanwhile_hears_of_a_change(idea, anna, noor, village):
    place = make_place(noor, "Zaaltje", neighbourhood=village)
    gathering = make_gathering(anna, place=place)
    before = idea.words_revision, idea.status_revision, gathering.words_revision, place.words_revision
    anna.user.choose_name("Anna Maria")
    village.rename(noor, "Ander Dorp")
    idea.lab.change_texts(noor, lab_word="dorpslab")
    anna.take_role(anna.roles.get(), None, "Verhuisd.")
    names.bring()
    for thing in (idea, gathering, place):
        was, _ = thing.revision, thing.refresh_from_db()
        assert thing.revision > was, "pages hear of it"
    assert before == (idea.words_revision, idea.status_revision, gathering.words_revision, place.words_revision)
    assert idea.edit(anna, before[0], title="Nog een pluktuin")
    assert idea.set_status(anna, RESIDENT_VOICE, "doing", "Begonnen.", seen=before[1])
    assert gathering.change(gathering.room, before[2], title="Een andere avond") == {"title"}
    place.rewrite(before[3], [("Zaal", 30)], [(1, time(9), time(17))], [], about="Met koffie.")


def test_no_page_of_the_installation_begins_anew(idea, anna, noor, village, django_capture_on_commit_callbacks):
    before = Epoch.read()
    with django_capture_on_commit_callbacks(execute=True):
        anna.user.choose_name("Anna Maria")
        village.rename(noor, "Ander Dorp")
        village.remove(noor)
        idea.lab.change_texts(noor, name="Ander lab")
        erase(anna.user, keep_words=True)
        names.bring()
    assert Epoch.read() == before


# The work


@pytest.fixture
def talks(idea, anna, monkeypatch):
    """Seven ideas with contributions of Anna, two of them on the first, and batches of two."""
    monkeypatch.setattr(names, "BATCH", 2)
    monkeypatch.setattr(pauses, "MOST_REST", 0)
    bram = make_member(idea.lab, "Bram")
    ideas = [idea, *(make_idea(bram, f"Idee {number}") for number in range(6))]
    for one in ideas:
        make_comment(one, anna, "Ik doe mee.")
        one.refresh_from_db()
    return ideas


def untold(ideas):
    """Return how many of these copies have no newer revision, with all contributions of Anna there."""
    told = [Idea.objects.get(pk=one.pk).revision > one.revision for one in ideas]
    for one, is_told in zip(ideas, told, strict=True):
        assert one.comments.filter(revision__gt=one.revision).count() == (one.comments.count() if is_told else 0)
    return told.count(False)


def test_name_that_is_rolled_back_leaves_no_work(anna):
    make_user("Bram")
    with pytest.raises(IntegrityError):
        anna.user.choose_name("Bram")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        anna.user.choose_name("Anna Maria")
        raise ZeroDivisionError
    assert not NameChange.objects.exists()


def test_much_goes_in_batches_each_as_far_as_it_says(talks, anna):
    anna.user.choose_name("Anna Maria")
    left = []
    for _batch in range(5):
        names.do_some(NameChange.objects.get())
        left.append(untold(talks))
    assert left == [7, 5, 3, 1, 0], "the first is the home of the lab"


def test_each_thing_is_told_once_however_much_names_somebody_there(talks, anna):
    """Otherwise a long page of comments would be fetched again for every batch of her contributions."""
    for number in range(5):
        make_comment(talks[0], anna, f"Reactie {number}")
    talks[0].refresh_from_db()
    anna.user.choose_name("Anna Maria")
    names.bring()
    assert [Idea.objects.get(pk=one.pk).revision - one.revision for one in talks] == [1] * 7
    assert untold(talks) == 0


def test_worker_that_is_killed_half_way_is_followed_by_one_that_goes_on(talks, anna, monkeypatch):
    anna.user.choose_name("Anna Maria")
    for _batch in range(2):
        names.do_some(NameChange.objects.get())
    with monkeypatch.context() as patch:
        patch.setattr(names, "ring", lambda name: 1 / 0)  # fails in the middle of a transaction
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            names.do_some(NameChange.objects.get())
    assert (untold(talks), NameChange.objects.get().spot) == (5, "idea")
    names.do_some(NameChange.objects.get())
    assert untold(talks) == 3
    names.bring()
    assert (untold(talks), NameChange.objects.count()) == (0, 0)


def test_what_fails_keeps_no_other_waiting_and_is_tried_again(talks, anna, noor, village, monkeypatch, caplog):
    anna.user.choose_name("Anna Maria")
    village.rename(noor, "Ander Dorp")
    real = names.do_some
    with monkeypatch.context() as patch:
        patch.setattr(names, "do_some", lambda one: 1 / 0 if one.kind == "person" else real(one))
        names.bring()
    assert [str(one) for one in NameChange.objects.all()] == [f"person {anna.user_id}"]
    assert f"The name of person {anna.user_id} is not on all pages yet" in caplog.text
    names.bring()
    assert not NameChange.objects.exists()


def test_second_name_begins_anew_and_the_first_is_not_brought_any_more(talks, anna):
    anna.user.choose_name("Anna Maria")
    for _batch in range(2):
        names.do_some(NameChange.objects.get())
    anna.user.choose_name("Anna Sophie")
    for one in talks:
        one.refresh_from_db()
    first, second = NameChange.objects.order_by("pk")
    names.do_some(second)
    assert [one.pk for one in NameChange.objects.all()] == [second.pk]
    names.do_some(first)  # another worker that still holds this change
    assert untold(talks) == 7
    names.bring()
    assert untold(talks) == 0
    assert not NameChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_do_each_batch_once_while_people_go_on(talks, anna):
    gathering, other = make_gathering(anna), make_idea(anna, "Bankje")
    moved = Idea.objects.get(pk=other.pk).revision
    anna.user.choose_name("Anna Maria")
    faults, started = [], threading.Barrier(4)

    def together(work, times):
        try:
            started.wait()
            for _time in range(times):
                work()
        except Exception as error:  # noqa: BLE001  passed to the test
            faults.append(error)
        finally:
            connection.close()

    def talk():
        gathering.put_on_table([talks[0], other])
        gathering.put_on_table([])

    works = [(names.bring, 1), (names.bring, 1), (names.bring, 1), (talk, 3)]
    threads = [threading.Thread(target=together, args=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert (untold(talks), NameChange.objects.count()) == (0, 0)
    other.refresh_from_db()
    assert other.names_revision > moved
    assert other.revision <= moved + 6 + 1, "six times on or off the table, and once for the name"
