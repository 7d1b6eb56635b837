"""Said aloud at a gathering: shown with that label, and owed only when a civil servant confirms it."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answers.desk import Work
from answers.models import Answer, Because
from answers.models.answer import ask
from answers.models.work import Desk
from events.models import Aloud, Fate, Gathering, NotWaiting
from events.models.aloud import note_aloud
from events.topics import GatheringTopic
from ideas.models import Idea, IdeaClosed
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE
from realtime import names
from realtime.models import Epoch
from tests.answers.conftest import words
from tests.answers.test_races import both_at_once
from tests.events.factories import make_gathering, utc
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser
from tests.ideas.test_races import all_at_once
from tests.standing import standing_at

pytestmark = pytest.mark.django_db
DAY = date(2100, 3, 1)
LABEL = "Gezegd in de zaal, nog niet bevestigd"


@pytest.fixture(autouse=True)
def after_it():
    with standing_at(utc(2027, 6, 1, 9)):
        yield


@pytest.fixture
def servant(lab):
    return make_member(lab, "Ingrid", "civil_servant", label="team Groen")


@pytest.fixture
def idea(bram):
    return make_idea(bram)


@pytest.fixture
def gathering(anna, idea):
    gathering = make_gathering(anna, starts_at=utc(2027, 5, 31, 18), ends_at=utc(2027, 5, 31, 20))
    gathering.put_on_table([idea])
    return Gathering.objects.with_page().get(pk=gathering.pk)


def noted(gathering, member, idea, text="Voor de zomer is er antwoord.", day=None):
    said = {"name": "Wim", "role": "wethouder", "words": text, "day": day}
    return note_aloud(gathering, member, member.voices()[-1], idea, **said).thing


@pytest.fixture
def aloud(gathering, anna, idea):
    return noted(gathering, anna, idea)


def again(aloud):
    return Aloud.objects.with_page().get(pk=aloud.pk)


def address(aloud, more=""):
    return f"{aloud.gathering.get_absolute_url()}gezegd/{aloud.pk}/{more}"


def test_what_was_said_stands_on_both_pages_with_its_label_and_owes_nothing(gathering, aloud, idea):
    for page in (gathering.get_absolute_url(), idea.get_absolute_url()):
        text = browser().get(page).text
        assert LABEL in text
        assert "Voor de zomer is er antwoord." in text
        assert "wethouder" in text
    assert not Answer.objects.exists()


def test_a_civil_servant_confirms_words_and_day_and_then_it_is_owed_once(gathering, aloud, idea, servant):
    for is_new in (True, False):
        assert again(aloud).confirm(servant, servant.voices()[-1], "In maart.", DAY) is is_new
    answer = Answer.objects.get()
    assert (answer.due, answer.reason, answer.because, answer.asked_by) == (
        DAY,
        "In maart.",
        Because.PROMISED,
        servant,
    )
    assert Idea.objects.get(pk=idea.pk).answer_due == DAY
    assert (again(aloud).fate, again(aloud).answer) == (Fate.CONFIRMED, answer)
    text = browser().get(gathering.get_absolute_url()).text
    assert "Beloofd in de zaal" in text
    assert "In maart." in text
    assert "Antwoord beloofd, uiterlijk 1\N{NO-BREAK SPACE}maart 2100" in text
    with pytest.raises(NotWaiting):
        again(aloud).deny(servant, "Toch niet.")


def test_an_answer_that_is_owed_already_keeps_its_day(aloud, idea, anna, servant):
    standing = ask(idea, anna, anna.voices()[-1], "Daarom.").thing
    again(aloud).confirm(servant, servant.voices()[-1], "In maart.", DAY)
    assert (again(aloud).answer, Answer.objects.get().due) == (standing, standing.due)


def test_a_promise_about_an_idea_that_was_turned_down_is_owed_and_answered(aloud, idea, servant):
    voice = servant.voices()[-1]
    idea.set_status(servant, voice, "rejected", "Er is geen geld.")
    again(aloud).confirm(servant, voice, "We kijken nog eens.", DAY)
    assert "Antwoord" in browser().get(idea.get_absolute_url()).text
    assert Answer.objects.get().give(servant, voice, **words(kind="already"))


def test_a_civil_servant_says_that_it_was_otherwise_and_why(gathering, aloud, servant):
    for is_new in (True, False):
        assert again(aloud).deny(servant, "Wim zei: we kijken ernaar.") is is_new
    text = browser().get(gathering.get_absolute_url()).text
    assert "Dit is niet zo gezegd" in text
    assert "we kijken ernaar" in text
    assert not Answer.objects.exists()


def test_only_who_noted_it_takes_it_back_while_it_waits(aloud, anna, mo, servant):
    with pytest.raises(PermissionDenied):
        again(aloud).take_back(mo)
    assert again(aloud).take_back(anna) is True
    assert again(aloud).take_back(anna) is False
    with pytest.raises(NotWaiting):
        again(aloud).confirm(servant, servant.voices()[-1], "In maart.", DAY)


def test_the_same_note_twice_is_one(gathering, anna, idea, aloud):
    assert noted(gathering, anna, idea).pk == aloud.pk
    assert noted(gathering, anna, idea, "Iets anders.").pk != aloud.pk


def test_a_withdrawn_idea_closes_what_waits_and_a_hidden_one_hides_it(gathering, aloud, idea, bram, anna, servant):
    idea.support(anna)
    idea.hide(make_member(idea.lab, "Mod", "moderator"), "spam")
    assert LABEL not in browser().get(gathering.get_absolute_url()).text
    assert browser(servant).get(address(aloud)).status_code == 404
    Idea.objects.get(pk=idea.pk).restore(
        Idea.objects.get(pk=idea.pk).lab.memberships.get(user__name="Mod"), "Mag wel."
    )
    Idea.objects.get(pk=idea.pk).withdraw(bram, RESIDENT_VOICE, "Toch niet.")
    assert again(aloud).fate == Fate.CLOSED
    with pytest.raises(IdeaClosed):
        noted(gathering, anna, idea, "Nog eens.")


def test_it_waits_on_the_desk_of_civil_servants_until_it_is_settled(aloud, servant, lab):
    def waiting(member):
        return [key.kind for key in Work(member).of("team") if key.kind == "gezegd"]

    assert waiting(servant) == ["gezegd"]
    desk = browser(servant).get(f"/{lab.slug}/werk/?wie=alles").text
    assert "Voor de zomer is er antwoord." in desk
    assert address(aloud) in desk
    again(aloud).deny(servant, "Anders.")
    assert waiting(servant) == []


def test_open_pages_of_both_hear_it(gathering, idea, anna):
    before, idea_before = Gathering.objects.get(pk=gathering.pk).revision, Idea.objects.get(pk=idea.pk).revision
    noted(gathering, anna, idea)
    keys = {part.key: part.render() for part in GatheringTopic().parts(gathering.pk, "page", before)}
    assert LABEL in keys[f"aloud-{gathering.pk}"]
    keys = {part.key: part.render() for part in IdeaTopic().parts(idea.pk, "page", idea_before)}
    assert LABEL in keys[f"idea-aloud-{idea.pk}"]


def test_another_name_of_who_noted_it_reaches_both_open_pages(gathering, idea, anna, aloud):
    seen, idea_seen = Gathering.objects.get(pk=gathering.pk).revision, Idea.objects.get(pk=idea.pk).revision
    anna.user.choose_name("Anna Maria")
    names.bring()
    parts = [*GatheringTopic().parts(gathering.pk, "page", seen), *IdeaTopic().parts(idea.pk, "page", idea_seen)]
    told = {part.key for part in parts if "Anna Maria" in part.render()}
    assert {f"aloud-{gathering.pk}", f"idea-aloud-{idea.pk}"} <= told


def test_another_title_of_the_idea_reaches_the_open_page(
    gathering, idea, bram, aloud, django_capture_on_commit_callbacks
):
    seen = Gathering.objects.get(pk=gathering.pk).revision
    with django_capture_on_commit_callbacks(execute=True):
        Idea.objects.get(pk=idea.pk).edit(bram, title="Een kersenbongerd")
    told = {part.key: part.render() for part in GatheringTopic().parts(gathering.pk, "page", seen)}
    assert "Een kersenbongerd" in told[f"aloud-{gathering.pk}"]


def test_another_title_of_the_gathering_reaches_the_open_page_of_the_idea(
    gathering, idea, aloud, django_capture_on_commit_callbacks
):
    seen = Idea.objects.get(pk=idea.pk).revision
    gathering.put_on_table([])
    with django_capture_on_commit_callbacks(execute=True):
        Gathering.objects.get(pk=gathering.pk).change(None, title="Een andere avond")
    told = {part.key: part.render() for part in IdeaTopic().parts(idea.pk, "page", seen)}
    assert "Een andere avond" in told[f"idea-aloud-{idea.pk}"]


def test_the_table_can_still_be_stored_after_something_was_noted(gathering, anna, idea):
    before = Gathering.objects.get(pk=gathering.pk)
    noted(gathering, anna, idea)
    after = Gathering.objects.get(pk=gathering.pk)
    assert after.table_revision == before.table_revision
    assert after.aloud_revision == after.revision > before.revision


@pytest.mark.parametrize("page", ["gathering", "idea"])
def test_the_pages_take_the_same_queries_for_one_and_for_many(page, gathering, idea, anna, aloud):
    address = {"gathering": gathering, "idea": idea}[page].get_absolute_url()

    def count():
        client = browser(anna)
        Epoch.read()  # cached for a second
        with CaptureQueriesContext(connection) as queries:
            assert "Voor de zomer" in client.get(address).text
        return len(queries)

    count()
    one = count()
    for number in range(5):
        noted(gathering, anna, idea, f"Nog iets: {number}.")
    count()  # the parts are rendered anew after a change
    assert count() == one


# The pages


def test_who_may_note_it(gathering, idea, anna, bram, mo, fleur, servant):
    page = f"{gathering.get_absolute_url()}gezegd/"
    said = {"subject": idea.pk, "name": "Wim", "role": "wethouder", "words": "In mei."}
    for member, status in ((anna, 200), (mo, 200), (fleur, 200), (servant, 403), (bram, 403)):
        assert browser(member).get(page).status_code == status
        posted = browser(member).post(page, said | {"words": f"In mei, zei {member.name}."})
        assert posted.status_code == (302 if status == 200 else 403)
    assert Aloud.objects.count() == 3
    assert browser(anna).post(page, said | {"words": " ", "name": ""}).status_code == 422


def test_who_may_settle_it_and_a_form_that_comes_too_late_keeps_its_text(aloud, anna, bram, servant, lab):
    fields = {"words": "In maart, echt.", "day": "2029-03-01"}
    for member in (anna, bram):
        page = browser(member).get(address(aloud))
        assert (page.status_code, "Bevestig deze belofte" in page.text) == (200, False)
        assert browser(member).post(address(aloud), fields).status_code == 403
        assert browser(member).post(address(aloud, "ontkennen/"), {"reason": "Nee."}).status_code == 403
    assert "Bevestig deze belofte" in browser(servant).get(address(aloud)).text
    assert browser(servant).post(address(aloud), fields | {"day": "2020-01-01"}).status_code == 422
    for _again in "ab":
        assert browser(servant).post(address(aloud), fields).status_code == 302
    colleague = make_member(lab, "Thijs", "civil_servant")
    late = browser(colleague).post(address(aloud, "ontkennen/"), {"reason": "Mijn lange tekst."})
    assert late.status_code == 409
    assert "Mijn lange tekst." in late.text


def test_who_noted_it_takes_it_back_with_a_button(aloud, anna, mo):
    assert "Neem het terug" not in browser(mo).get(address(aloud)).text
    assert browser(mo).post(address(aloud, "intrekken/")).status_code == 403
    assert "intrekken/" in browser(anna).get(address(aloud)).text
    for _again in "ab":
        assert browser(anna).post(address(aloud, "intrekken/")).status_code == 302
    assert again(aloud).fate == Fate.TAKEN_BACK


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_gathering_and_the_desk_follow_a_hidden_or_withdrawn_idea(gathering, aloud, idea, bram, lab, caplog):
    def revisions():
        return Gathering.objects.get(pk=gathering.pk).aloud_revision, Desk.objects.get(lab=lab).revision

    mod = make_member(lab, "Mod", "moderator")
    for verb in (
        lambda one: one.hide(mod, "spam"),
        lambda one: one.restore(mod, "Mag wel."),
        lambda one: one.withdraw(bram, RESIDENT_VOICE, "Toch niet."),
    ):
        before = revisions()
        verb(Idea.objects.select_related("lab").get(pk=idea.pk))
        assert [now > then for now, then in zip(revisions(), before, strict=True)] == [True, True]
        assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


# At the same moment


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_confirmed_and_denied_at_once_is_one_of_them(aloud, servant, lab):
    other = make_member(lab, "Thijs", "civil_servant")

    def settle(act):
        try:
            return act(again(aloud))
        except NotWaiting:
            return False

    acts = [
        lambda: settle(lambda one: one.confirm(servant, servant.voices()[-1], "In maart.", DAY)),
        lambda: settle(lambda one: one.deny(other, "Anders.")),
    ]
    assert sorted(all_at_once(acts * 5, threads=10)).count(True) == 1
    assert Answer.objects.count() == (again(aloud).fate == Fate.CONFIRMED)


@pytest.fixture
def on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("one writer at a time")


def both_settle(aloud, servant, other):
    """Confirm and deny, each having looked before the other writes; return what each heard."""

    def settle(act):
        try:
            return act(again(aloud))
        except NotWaiting:
            return "settled"

    acts = [
        lambda: settle(lambda one: one.confirm(servant, servant.voices()[-1], "In maart.", DAY)),
        lambda: settle(lambda one: one.deny(other, "Anders.")),
    ]
    return sorted(map(str, both_at_once(acts, 'UPDATE "')))


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_who_settle_it_at_once_hears_that_it_is_settled(on_postgres, aloud, servant, lab):
    assert both_settle(aloud, servant, make_member(lab, "Thijs", "civil_servant")) == ["True", "settled"]


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_it_is_confirmed_and_denied(on_postgres, aloud, servant, lab, monkeypatch):
    monkeypatch.setattr(Gathering, "hold_with_table", lambda gathering, also=(): [])
    monkeypatch.setattr(Idea, "hold", lambda idea: None)
    assert both_settle(aloud, servant, make_member(lab, "Thijs", "civil_servant")) == ["True", "True"]


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_note_ten_times_at_once_is_one(gathering, anna, idea):
    pks = all_at_once([lambda: noted(Gathering.objects.get(pk=gathering.pk), anna, idea).pk] * 10, threads=10)
    assert len(set(pks)) == 1


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_opposite_verbs_about_two_gatherings_never_deadlock(anna, idea, gathering, servant, lab):
    mod, other_idea = make_member(lab, "Mod", "moderator"), make_idea(anna, "Maasrondje")
    other = make_gathering(anna, "Tweede", starts_at=utc(2027, 5, 30, 18), ends_at=utc(2027, 5, 30, 20))
    other.put_on_table([other_idea, idea])

    def note_and_deny(where, about, number):
        for turn in range(10):
            with suppress(NotWaiting, IdeaClosed):
                here, there = Gathering.objects.get(pk=where.pk), Idea.objects.get(pk=about.pk)
                again(noted(here, anna, there, f"Avond {number}, keer {turn}.")).deny(servant, "Anders.")

    def turn_over(about):
        for _turn in range(10):
            Idea.objects.select_related("lab").get(pk=about.pk).hide(mod, "spam")
            Idea.objects.select_related("lab").get(pk=about.pk).restore(mod, "Toch.")

    pairs = [(where, about) for where in (gathering, other) for about in (idea, other_idea)]
    acts = [lambda pair=pair, n=n: note_and_deny(*pair, n) for n, pair in enumerate(pairs)]
    acts += [lambda about=about: turn_over(about) for about in (idea, other_idea)]
    all_at_once(acts, threads=6)
    assert not Idea.objects.filter(is_hidden=True).exists()
    for one in Aloud.objects.with_page():
        assert one.revision <= one.idea.revision
