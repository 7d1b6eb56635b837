"""*Wat kwam eruit?*: where each note and pile goes after the evening, by whom, once, and back again."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import clock, rate_limits
from evenings.chores import erase_participants
from evenings.models import Evening, Note, Outcome, Participant, Pile, Source, StillOpen
from ideas.models import Comment, Idea, Moved, WaitingComment
from ideas.models.results import LooksFirst, TooSoon
from ideas.models.talk import BEFORE_COMMENT
from labs.models import RESIDENT_VOICE, HidingReason
from tests.evenings import test_notes as notes
from tests.evenings.test_doors import read, walk_in
from tests.evenings.test_leading import again
from tests.evenings.test_notes import written
from tests.factories import make_idea, make_member
from tests.ideas.conftest import browser

evening, notes_step = notes.evening, notes.notes_step


@pytest.fixture
def bea(evening):
    walk_in(evening, name="Bea")
    return Participant.objects.get()


@pytest.fixture
def evening_over(evening, bea):
    """Notes "Een bank" (Bea's, kept) and "Een kip" (not kept), and a kept pile "Groen" of two; and it is closed."""
    now = clock.now()
    bank = written(evening, "Een bank op het plein", bea)
    again(evening).settle(bank.pk, "wall", "waits", now)
    trees = [written(evening, text) for text in ("Een boom", "Een heg")]
    written(evening, "Een kip")
    pile = again(evening).lay_together(dict.fromkeys([one.pk for one in trees], 0), "Groen", uuid.uuid4(), now)
    again(evening).keep(Note, bank.pk, True, now)
    again(evening).keep(Pile, pile.pk, True, now)
    again(evening).close(now)
    return again(evening)


def named(text):
    return f"briefje-{Note.objects.get(text=text).pk}"


def the_pile():
    return f"stapel-{Pile.objects.get().pk}"


def path(evening, way="outcomes", source=None, query=""):
    kwargs = {"lab_slug": evening.gathering.lab.slug, "pk": evening.gathering.pk}
    kwargs |= {"source": source} if source else {}
    return reverse(f"evening_{way}", kwargs=kwargs) + query


def pressed(client, evening, press, **more):
    return client.post(path(evening), {"press": press, **more})


def put_at(client, evening, source, idea):
    return client.post(path(evening, "outcome_idea", source), {"subject": idea.pk})


def made_new(client, evening, source, **more):
    values = {"title": "Een bank", "opportunity": "Een bank op het plein.", "key": uuid.uuid4()} | more
    return client.post(path(evening, "outcome_new", source), values)


def said(client, evening, source, idea, text="Hier kan een bank.", **more):
    values = {"subject": idea.pk, "text": text, "key": uuid.uuid4()} | more
    return client.post(path(evening, "outcome_comment", source), values)


def went():
    return {(one.text.split("\n")[0], one.state) for one in Outcome.objects.all()}


# The list


def test_kept_notes_and_piles_stand_there_with_four_ways(evening_over, hers):
    page = read(hers.get(path(evening_over)))
    for words in ("Een bank op het plein", "Groen", "Een boom", "Een heg"):
        assert words in page
    assert "Een kip" not in page
    for way in ("idee", "nieuw", "reactie"):
        assert f"/{named('Een bank op het plein')}/{way}/" in page
        assert f"/{the_pile()}/{way}/" in page
    assert f'value="report:{the_pile()}"' in page
    assert "Een kip" in read(hers.get(path(evening_over, query="?lijst=andere")))


def test_another_note_is_added_by_a_tick_and_taken_off_again(evening_over, hers):
    kip = named("Een kip")
    assert pressed(hers, evening_over, "add").status_code == 422
    for _ in range(2):
        assert pressed(hers, evening_over, "add", add=[kip]).status_code == 302
    page = read(hers.get(path(evening_over)))
    assert "Een kip" in page
    assert f'value="off:{kip}"' in page
    assert "off:" + named("Een bank op het plein") not in page, "what the room took along stays"
    for _ in range(2):
        assert pressed(hers, evening_over, f"off:{kip}").status_code == 302
    assert not Outcome.objects.exists()
    assert pressed(hers, evening_over, "off:" + named("Een bank op het plein")).status_code == 409


def test_only_who_organises_it_and_only_once_it_is_closed(evening, bea, gathering, anna, mo, bram, lab, client):
    hers = browser(anna)
    note = written(evening, "Een bank")
    urls = [path(evening), *(path(evening, f"outcome_{way}", f"briefje-{note.pk}") for way in ("idea", "new"))]
    assert {hers.get(url).status_code for url in urls} == {403}, "people can still be in"
    assert hers.get(gathering.get_absolute_url()).content.count(b"opbrengst") == 0
    with pytest.raises(StillOpen):
        again(evening).leave_in_report(Source("note", note.pk), anna, clock.now())
    again(evening).close(clock.now())
    assert {hers.get(url).status_code for url in urls} == {200}
    assert b"opbrengst" in hers.get(gathering.get_absolute_url()).content
    assert b"opbrengst" in hers.get(reverse("evening", args=[lab.slug, gathering.pk])).content
    assert browser(make_member(lab, "Bea2", "lab_admin")).get(urls[0]).status_code == 200
    for other in (browser(mo), browser(bram)):
        assert {other.get(url).status_code for url in urls} == {403}
    assert client.get(urls[0]).status_code == 302
    gathering.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    assert hers.get(urls[0]).status_code == 403


def test_an_evening_that_never_began_has_no_outcomes(session, gathering, anna):
    made = Evening.make_codes(session, clock.now())
    assert browser(anna).get(path(made)).status_code == 403
    assert b"opbrengst" not in browser(anna).get(gathering.get_absolute_url()).content


def test_what_is_no_note_of_this_evening_is_not_there(evening_over, hers, anna, gathering):
    for source in ("briefje-999999", "stapel-0", "briefje-x", "iets", f"briefje-{10**30}"):
        assert hers.get(path(evening_over, "outcome_idea", source)).status_code == 404
    assert pressed(hers, evening_over, "report:briefje-999999").status_code == 409
    for press in ("", "report", "report:iets-1", "again:briefje-1:elders", "rest:1", "x" * 70):
        assert pressed(hers, evening_over, press).status_code == 422


# The four ways


def test_it_becomes_part_of_an_idea_and_can_be_chosen_again(evening_over, hers, anna):
    idea = make_idea(anna, "Bankjes overal")
    page = hers.get(path(evening_over, "outcome_idea", the_pile()))
    assert "Bankjes overal" in read(page)
    for _ in range(2):
        assert put_at(hers, evening_over, the_pile(), idea).status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.state, outcome.idea, outcome.number, outcome.by) == ("idea", idea, 2, anna)
    assert outcome.text == "Groen\nEen boom\nEen heg"
    done = read(hers.get(path(evening_over, query="?lijst=klaar")))
    assert "Bankjes overal" in done
    assert pressed(hers, evening_over, f"again:{the_pile()}:idea").status_code == 302
    assert "Groen" in read(hers.get(path(evening_over)))
    assert pressed(hers, evening_over, f"again:{the_pile()}:idea").status_code == 302, "pressed twice"
    idea.refresh_from_db()
    assert (idea.support_count, idea.comment_count) == (0, 0)


def test_the_ideas_on_the_table_stand_first_and_a_search_finds_the_others(evening_over, hers, anna, gathering):
    on_table = make_idea(anna, "Moestuin")
    make_idea(anna, "Zwembad aan de Maas")
    for number in range(8):
        make_idea(anna, f"Idee nummer {number}")
    gathering.put_on_table([on_table])
    url = path(evening_over, "outcome_comment", the_pile())
    page = read(hers.get(url))
    assert page.index("Moestuin") < page.index("Idee nummer 7")
    assert "Lag die avond op tafel" in page
    assert "Zwembad" not in page
    found = hers.post(url, {"zoek": "zwembad", "zoek_nu": "1", "text": "Getypt.", "key": uuid.uuid4()})
    assert found.status_code == 200
    assert "Zwembad aan de Maas" in read(found)
    assert "Getypt." in read(found)
    assert "field-error" not in read(found)
    nothing = hers.post(url, {"zoek": "kerncentrale", "zoek_nu": "1"})
    assert "Er is geen ander idee met deze woorden." in read(nothing)
    assert not Outcome.objects.exists()


def test_it_becomes_a_new_idea_of_who_presses(evening_over, hers, anna):
    form = read(hers.get(path(evening_over, "outcome_new", the_pile())))
    assert 'value="Groen"' in form
    assert "- Een boom\n- Een heg" in form
    assert made_new(hers, evening_over, the_pile(), title="").status_code == 422
    key = uuid.uuid4()
    for _ in range(2):
        assert made_new(hers, evening_over, the_pile(), key=key).status_code == 302
    idea = Idea.objects.get()
    assert (idea.author, idea.title, Outcome.objects.get().idea) == (anna, "Een bank", idea)
    done = read(hers.get(path(evening_over, query="?lijst=klaar")))
    assert "again:" not in done, "it is online: taken back by the verb of ideas"
    assert pressed(hers, evening_over, f"again:{the_pile()}:new").status_code == 409
    idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.")
    assert "Dat is er niet meer." in read(hers.get(path(evening_over, query="?lijst=klaar")))
    assert pressed(hers, evening_over, f"again:{the_pile()}:new").status_code == 302
    assert went() == {("Groen", "open")}


def test_it_becomes_a_comment_that_says_where_it_came_up(evening_over, hers, anna, bram):
    idea = make_idea(bram)
    assert said(hers, evening_over, the_pile(), idea, text="").status_code == 422
    key = uuid.uuid4()
    for _ in range(2):
        assert said(hers, evening_over, the_pile(), idea, key=key).status_code == 302
    comment = Comment.objects.get()
    assert comment.author == anna
    day = evening_over.gathering.starts_at.astimezone().day
    assert comment.text.startswith(
        f"Hier kan een bank.\n\nOntstaan tijdens ‘Kansen ophalen in Horst’ op {day}\N{NO-BREAK SPACE}"
    )
    assert Outcome.objects.get().comment == comment
    assert f"#comment-{comment.pk}" in read(hers.get(path(evening_over, query="?lijst=klaar")))
    comment.remove()
    assert "Die is er niet meer." in read(hers.get(path(evening_over, query="?lijst=klaar")))
    assert pressed(hers, evening_over, f"again:{the_pile()}:comment").status_code == 302


def test_a_comment_waits_where_any_comment_does(evening_over, hers, bram):
    idea = make_idea(bram)

    def first(*_asked):
        raise LooksFirst

    with BEFORE_COMMENT.also(first):
        assert said(hers, evening_over, the_pile(), idea).status_code == 302
    assert not Comment.objects.exists()
    assert "Wacht op een moderator" in read(hers.get(path(evening_over, query="?lijst=klaar")))
    WaitingComment.objects.get().appear()
    assert f"#comment-{Comment.objects.get().pk}" in read(hers.get(path(evening_over, query="?lijst=klaar")))


def test_where_one_must_wait_or_may_not_comment_the_words_stay(evening_over, hers, bram, mo, lab):
    idea = make_idea(bram)

    def later(*_asked):
        raise TooSoon(clock.now())

    with BEFORE_COMMENT.also(later):
        refused = said(hers, evening_over, the_pile(), idea)
    assert refused.status_code == 429
    assert "Hier kan een bank." in read(refused)
    for _ in range(30):
        rate_limits.allow("comment", idea.lab.memberships.get(user__name="Anna").pk)
    refused = said(hers, evening_over, the_pile(), idea)
    assert refused.status_code == 429
    assert not Comment.objects.exists()
    idea.hide(make_member(lab, "Sam", "moderator"), HidingReason.SPAM)
    refused = said(hers, evening_over, the_pile(), idea)
    assert refused.status_code == 422
    assert "Kies een ander" in read(refused)
    assert "Hier kan een bank." in read(refused)
    assert not Outcome.objects.exists()


def test_all_that_is_left_stands_in_the_report_alone(evening_over, hers, anna):
    put_at(hers, evening_over, the_pile(), make_idea(anna))
    for _ in range(2):
        assert pressed(hers, evening_over, "rest").status_code == 302
    assert went() == {("Groen", "idea"), ("Een bank op het plein", "report_only")}
    assert pressed(hers, evening_over, "again:" + named("Een bank op het plein") + ":report_only").status_code == 302


def test_who_comes_second_reads_where_it_went(evening_over, hers, anna, lab):
    other, idea = browser(make_member(lab, "Bea2", "lab_admin")), make_idea(anna, "Bankjes")
    put_at(hers, evening_over, the_pile(), idea)
    for refused in (
        pressed(other, evening_over, f"report:{the_pile()}"),
        made_new(other, evening_over, the_pile(), opportunity="Getypt door Bea."),
        said(other, evening_over, the_pile(), idea, text="Getypt door Bea."),
        put_at(other, evening_over, the_pile(), make_idea(anna, "Bomen")),
    ):
        assert refused.status_code == 409
        assert "Iemand anders heeft dit net bij het idee ‘Bankjes’ gezet." in read(refused)
    assert "Getypt door Bea." in read(said(other, evening_over, the_pile(), idea, text="Getypt door Bea."))
    assert went() == {("Groen", "idea")}
    assert Idea.objects.count() == 2
    with pytest.raises(Moved):
        evening_over.choose_again(Outcome.objects.get().source, "report_only", clock.now())


# What goes


def test_a_note_that_its_writer_takes_back_goes_from_the_outcomes(evening_over, hers, bea, anna):
    note = Note.objects.get(text="Een bank op het plein")
    pressed(hers, evening_over, f"report:briefje-{note.pk}")
    evening_over.withdraw(note.pk, bea)
    assert not Outcome.objects.exists()
    assert hers.get(path(evening_over, "outcome_idea", f"briefje-{note.pk}")).status_code == 404


def test_a_note_in_a_pile_goes_from_its_words_and_the_last_one_takes_the_pile_along(evening_over, hers, bea):
    Note.objects.filter(pile__isnull=False).update(participant=bea)
    pressed(hers, evening_over, f"report:{the_pile()}")
    evening_over.withdraw(Note.objects.get(text="Een boom").pk, bea)
    assert (Outcome.objects.get().text, Outcome.objects.get().number) == ("Groen\nEen heg", 1)
    evening_over.withdraw(Note.objects.get(text="Een heg").pk, bea)
    assert not Outcome.objects.exists()


def test_an_idea_that_was_made_of_a_note_stays_with_who_posted_it(evening_over, hers, bea):
    note = Note.objects.get(text="Een bank op het plein")
    made_new(hers, evening_over, f"briefje-{note.pk}")
    evening_over.withdraw(note.pk, bea)
    assert went() == {("Een bank op het plein", "new")}
    assert "Een bank op het plein" in read(hers.get(path(evening_over, query="?lijst=klaar")))


def test_after_ninety_days_only_what_is_online_is_left(evening_over, hers, anna):
    put_at(hers, evening_over, the_pile(), make_idea(anna))
    pressed(hers, evening_over, "rest")
    Evening.objects.update(closes_at=clock.now() - timedelta(days=91))
    erase_participants()
    assert went() == {("Groen", "idea")}
    assert not Note.objects.exists()
    assert hers.get(path(evening_over, query="?lijst=klaar")).status_code == 200


def test_two_hundred_notes_cost_no_more_queries_than_ten(evening_over, hers, anna):
    def counted(query):
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert hers.get(path(evening_over, query=query)).status_code == 200
        return len(found)

    def add(number):
        for n in range(number):
            Note.objects.create(
                evening=evening_over, text=f"Briefje {n} van {number}", source="paper", state="wall", is_kept=n % 2,
                number=1000 * number + n, key=uuid.uuid4(), written_at=clock.now(), revision=1,
            )  # fmt: skip
        hers.post(path(evening_over), {"press": "add", "add": [named(f"Briefje {n} van {number}") for n in (0, 2)]})

    add(6)
    pressed(hers, evening_over, f"report:{the_pile()}")
    few = [counted(query) for query in ("", "?lijst=klaar", "?lijst=andere")]
    add(200)
    assert [counted(query) for query in ("", "?lijst=klaar", "?lijst=andere")] == few
    page = read(hers.get(path(evening_over)))
    assert page.count('class="panel flow flow--s" id="briefje-') == 25
    assert "pagina=2" in page
    with CaptureQueriesContext(connection) as found:
        pressed(hers, evening_over, "rest")
    assert not hers.get(path(evening_over)).content.count(b'value="rest"')
    pressed(hers, evening_over, "rest")
    few_writes = 20
    assert len(found) < few_writes
