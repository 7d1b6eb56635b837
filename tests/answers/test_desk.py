"""The desk: what waits for whom, by date; filters, live, and five hundred rows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from answers.desk import Work
from answers.mails import workers
from answers.models import Absence, Answer
from answers.models.absence import come_back
from answers.models.notes import Note, write_note
from answers.topics import DeskTopic
from common import clock
from events.models import Gathering
from ideas.models import Idea, Status
from labs.models import Membership
from tests.answers.conftest import asked, make_team, voice_of, words
from tests.answers.test_owner import again, pass_on
from tests.answers.test_pages import text_of
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db


def desk(member, query=""):
    response = browser(member).get(f"/{member.lab.slug}/werk/{query}")
    assert response.status_code == 200
    return response


def titles(response):
    return [row.title for row in response.context["rows"]]


def counts(member):
    return {name: count for name, _words, count in desk(member).context["tabs"]}


def owe(anna, chaima, title):
    return asked(welcomed(make_idea(anna, title)), chaima)


def welcomed(idea):
    Idea.objects.filter(pk=idea.pk).update(welcomed_at=timezone.now())
    return idea


def test_only_staff_open_the_desk_and_find_it_in_the_menu(lab, anna, chaima, fleur, mo, admin):
    address = f"/{lab.slug}/werk/"
    for member in (anna, chaima):
        assert browser(member).get(address).status_code == 403
        assert address not in browser(member).get(f"/{lab.slug}/").text
    for member in (fleur, mo, admin):
        assert browser(member).get(address).status_code == 200
        assert address in browser(member).get(f"/{lab.slug}/").text
    assert browser().get(address).status_code == 302
    other = make_member(make_lab("buurdorp"), "Otto", "civil_servant")
    assert browser(other).get(address).status_code == 403


def test_what_waits_for_me_my_team_and_everybody(anna, chaima, admin, fleur, ruud, groen):
    mine, teams, nobodys, others = (owe(anna, chaima, title) for title in ("Bus", "Tuin", "Bank", "Weg"))
    wegen = make_team(admin, "team Wegen", ruud)
    mine.take(fleur)
    pass_on(teams, fleur, team=groen)
    pass_on(others, fleur, team=wegen)
    assert titles(desk(fleur)) == ["Bus"]
    assert titles(desk(fleur, "?wie=team")) == ["Bus", "Tuin", "Bank"], "what nobody works on waits for everybody"
    assert sorted(titles(desk(fleur, "?wie=alles"))) == ["Bank", "Bus", "Tuin", "Weg"]
    assert counts(fleur) == {"mij": 1, "team": 3, "alles": 4}
    assert nobodys.owner is None


def test_an_idea_that_got_an_answer_waits_for_no_first_word_any_more(anna, chaima, fleur):
    idea, other = make_idea(anna, "Bus"), make_idea(anna, "Tuin")
    assert titles(desk(fleur, "?soort=verwelkomen&wie=alles")) == ["Bus", "Tuin"]
    asked(idea, chaima).give(fleur, voice_of(fleur), **words(kind="already"))
    assert titles(desk(fleur, "?soort=verwelkomen&wie=alles")) == ["Tuin"]
    comment = idea.post_comment(fleur, voice_of(fleur), "Welkom.", uuid4()).thing
    comment.hide(make_member(idea.lab, "Mo", "moderator"), "spam")
    assert titles(desk(fleur, "?soort=verwelkomen&wie=alles")) == ["Tuin"], "also when a comment is hidden later"
    assert other.answers.count() == 0


def test_the_soonest_comes_first_and_late_ones_are_said(anna, chaima, fleur):
    for days, title in ((20, "Later"), (-3, "Te laat"), (4, "Gauw")):
        answer = owe(anna, chaima, title)
        Answer.objects.filter(pk=answer.pk).update(due=timezone.localdate() + timedelta(days=days))
        again(answer).take(fleur)
    response = desk(fleur)
    assert titles(response) == ["Te laat", "Gauw", "Later"]
    page = text_of(response)
    assert "1 te laat" in page
    assert "1 binnen een week" in page
    assert "3 dagen te laat" in page


def test_each_row_says_what_to_do_next(anna, chaima, fleur, ruud, mo):
    answer = owe(anna, chaima, "Bus")

    def acts(member):
        (row,) = desk(member, "?wie=alles").context["rows"]
        return [str(act.words) for act in row.acts]

    assert acts(fleur) == ["Ik pak dit op", "Notities voor collega's"]
    assert acts(mo) == ["Bekijk"], "a moderator doesn't answer for the municipality"
    answer.take(fleur)
    assert acts(fleur) == ["Geef antwoord", "Kies een nieuwe datum", "Notities voor collega's"]
    assert acts(ruud) == ["Bekijk"]


def test_a_deputy_sees_it_as_theirs_while_the_owner_is_away(anna, chaima, fleur, ruud, mo):
    owe(anna, chaima, "Bus").take(fleur)
    today = timezone.localdate()
    assert titles(desk(ruud)) == []
    Absence.begin(fleur, ruud, today, today)
    assert titles(desk(ruud)) == ["Bus"]
    assert "Fleur (nu: Ruud)" in text_of(desk(fleur))
    assert "nu: Ruud" not in text_of(desk(mo)), "for colleagues alone"
    Absence.begin(fleur, ruud, today + timedelta(days=1), today + timedelta(days=2))
    assert titles(desk(ruud)) == []


def test_the_work_of_a_deputy_who_is_away_too_goes_on_to_theirs(lab, anna, chaima, fleur, ruud):
    els = make_member(lab, "Els", "civil_servant")
    answer = owe(anna, chaima, "Bus")
    answer.take(fleur)
    today = timezone.localdate()
    Absence.begin(fleur, ruud, today, today)
    Absence.begin(ruud, els, today, today)
    assert [titles(desk(member)) for member in (ruud, els)] == [[], ["Bus"]]
    assert "Fleur (nu: Els)" in text_of(desk(fleur))
    assert set(workers(again(answer))) == {fleur.user, els.user}
    els.roles.all().delete()
    assert "(nu:" not in text_of(desk(fleur)), "who may not answer stands in for nobody"
    Absence.begin(ruud, fleur, today, today)
    assert "(nu:" not in text_of(desk(fleur)), "they stand in for each other"
    assert set(workers(again(answer))) == {fleur.user}


def test_saying_when_one_is_away_and_coming_back(lab, fleur, ruud):
    today = timezone.localdate()
    address = f"/{lab.slug}/werk/afwezig/"
    said = {"first_day": today.isoformat(), "last_day": (today - timedelta(days=1)).isoformat(), "deputy": ruud.pk}
    assert browser(fleur).post(address, said).status_code == 422
    said["last_day"] = (today + timedelta(days=5)).isoformat()
    assert browser(fleur).post(address, said).status_code == 302
    assert "Ruud</bdi> neemt je werk waar." in text_of(desk(fleur))
    browser(fleur).post(f"/{lab.slug}/werk/terug/")
    assert not Absence.objects.exists()


def test_a_question_waits_for_the_colleague_until_they_reply(anna, chaima, fleur, ruud, mo):
    answer = owe(anna, chaima, "Bus")
    write_note(answer, fleur, "Mag dit van de weg?", ruud)
    assert counts(ruud) == {"mij": 1, "team": 2, "alles": 2}
    assert "Vraag van Fleur: Mag dit van de weg?" in text_of(desk(ruud, "?soort=vragen"))
    has_picks = [
        "Met de gekozen antwoorden" in text_of(desk(ruud, query)) for query in ("?soort=vragen", "?wie=alles")
    ]
    assert has_picks == [False, True], "only answers can be chosen"
    Note.objects.update(at=timezone.now() - timedelta(days=3))
    page = desk(ruud, "?wie=alles&soort=vragen")
    assert "Gevraagd" in text_of(page)
    (row,) = page.context["rows"]
    assert (row.key.is_late, row.key.is_soon) == (False, False), "no day was promised for it"
    assert "Mag dit van de weg?" not in desk(mo, "?wie=alles").text, "colleagues alone"
    write_note(answer, ruud, "Ja, dat mag.")
    assert counts(ruud)["mij"] == 0


def test_gatherings_without_an_outcome_wait_for_who_made_them(lab, fleur, ruud, admin):
    gathering = make_gathering(fleur, title="Kansen ophalen")
    yesterday = timezone.now() - timedelta(days=1)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=yesterday - timedelta(hours=2), ends_at=yesterday)
    assert titles(desk(fleur)) == ["Kansen ophalen"]
    assert titles(desk(admin)) == titles(desk(ruud, "?wie=alles")) == ["Kansen ophalen"]
    write = reverse("gathering_outcome", kwargs={"lab_slug": lab.slug, "pk": gathering.pk})
    assert [write in desk(one, "?wie=alles").text for one in (fleur, admin, ruud)] == [True, True, False]
    lab.refresh_from_db()
    head = DeskTopic().heads([lab.pk])[lab.pk]
    Gathering.objects.get(pk=gathering.pk).close("Drie plekken gekozen.")
    assert titles(desk(fleur)) == []
    assert DeskTopic().heads([lab.pk])[lab.pk] > head


def test_ideas_to_look_at_again_stand_there_a_month_before(anna, fleur, admin):
    for days, title in ((10, "Straks"), (90, "Volgend jaar")):
        idea = welcomed(make_idea(anna, title))
        day = timezone.localdate() + timedelta(days=days)
        Idea.objects.filter(pk=idea.pk).update(status="not_now", status_date=day)
    assert titles(desk(admin)) == ["Straks"]
    assert titles(desk(fleur, "?wie=team&soort=weer-kijken")) == ["Straks"]
    Idea.objects.update(opportunity="", source="")
    assert titles(desk(admin)) == [], "emptied: its maker left"


def test_ideas_wait_for_a_first_word_from_everybody_who_may_say_it(lab, anna, fleur, mo):
    idea = make_idea(anna, "Tuin")
    assert counts(fleur) == {"mij": 0, "team": 1, "alles": 1}
    (row,) = desk(mo, "?soort=verwelkomen").context["rows"]
    address = f"{idea.get_absolute_url()}welkom/"
    assert (row.title, row.key.day, [act.address for act in row.acts]) == ("Tuin", idea.welcome_due, [address])
    assert "Anna deelde dit, en wacht op een eerste woord" in text_of(desk(fleur, "?wie=team"))
    lab.refresh_from_db()
    head = DeskTopic().heads([lab.pk])[lab.pk]
    comment = idea.welcome(mo, voice_of(mo), "Welkom, Anna.", uuid4()).thing
    assert titles(desk(fleur, "?wie=team")) == []
    assert DeskTopic().heads([lab.pk])[lab.pk] > head, "open desks hear it"
    comment.remove()
    assert titles(desk(fleur, "?wie=team")) == ["Tuin"], "it waits again"
    assert DeskTopic().heads([lab.pk])[lab.pk] > head + 1


def test_nobody_welcomes_an_idea_of_their_own(fleur, mo):
    make_idea(fleur, "Tuin")
    assert counts(fleur) == {"mij": 0, "team": 0, "alles": 1}
    (row,) = desk(fleur, "?wie=alles").context["rows"]
    assert [str(act.words) for act in row.acts] == ["Bekijk"]


@pytest.mark.django_db(transaction=True)
def test_the_desk_hears_that_an_idea_waits_for_nothing_any_more(lab, anna, fleur, admin):
    idea = make_idea(anna, "Tuin")
    lab.refresh_from_db()
    head = DeskTopic().heads([lab.pk])[lab.pk]
    idea.set_status(fleur, voice_of(fleur), Status.DONE, "Het is er.", "Kom kijken.")
    assert titles(desk(fleur, "?wie=alles")) == []
    assert DeskTopic().heads([lab.pk])[lab.pk] > head


def test_what_somebody_without_a_role_had_waits_for_the_others(anna, chaima, admin, fleur, ruud, groen):
    answer = owe(anna, chaima, "Bus")
    pass_on(answer, fleur, team=groen)
    write_note(again(answer), fleur, "Mag dit van de weg?", ruud)
    gathering = make_gathering(ruud, title="Kansen ophalen")
    yesterday = timezone.now() - timedelta(days=1)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=yesterday - timedelta(hours=2), ends_at=yesterday)

    def acts(member, query):
        return [(row.title, str(row.acts[0].words)) for row in desk(member, query).context["rows"]]

    assert acts(fleur, "?wie=team&soort=vragen") == []
    assert acts(fleur, "?wie=alles&soort=bijeenkomsten") == [("Kansen ophalen", "Bekijk")]
    ruud.take_role(ruud.roles.get(), admin, "Naar een andere gemeente.")
    assert acts(fleur, "?wie=team&soort=vragen") == [("Bus", "Antwoord je collega")]
    assert acts(admin, "?soort=bijeenkomsten") == [("Kansen ophalen", "Schrijf op wat eruit kwam")]
    assert [key.kind for key in Work(again_member(admin)).to_do()] == ["bijeenkomsten"], "it is in the mail of Monday"


def again_member(member):
    return Membership.objects.select_related("lab", "user").get(pk=member.pk)


def test_hidden_ideas_and_other_labs_are_not_there(anna, chaima, fleur, mo):
    owe(anna, chaima, "Bus").idea.hide(mo, "spam")
    elsewhere = make_member(make_lab("buurdorp"), "Otto", "civil_servant")
    asked(make_idea(elsewhere, "Ver weg"), elsewhere)
    assert titles(desk(fleur, "?wie=alles")) == []


def test_an_address_with_a_choice_that_is_not_theirs_shows_everything(lab, anna, chaima, mo):
    owe(anna, chaima, "Bus")
    page = desk(mo, "?wie=team")
    assert page.context["whose"] == "alles"
    assert titles(page) == ["Bus"]


# Live


def test_staff_follow_the_desk_and_nobody_else(lab, anna, chaima, fleur, mo):
    wishes = {(who.user_id, lab.pk) for who in (anna, chaima, fleur, mo)} | {(None, lab.pk)}
    assert DeskTopic().may_follow(wishes) == {(fleur.user_id, lab.pk), (mo.user_id, lab.pk)}
    Membership.objects.filter(pk=mo.pk).update(paused_until=clock.now() + timedelta(days=3))
    assert DeskTopic().may_follow(wishes) == {(fleur.user_id, lab.pk)}, "who is paused has no desk"


def test_the_desk_hears_of_every_step(lab, anna, chaima, admin, fleur, ruud, groen):
    topic, answers = DeskTopic(), []

    def moved(act):
        before = topic.heads([lab.pk])[lab.pk]
        act()
        assert topic.heads([lab.pk])[lab.pk] > before
        assert topic.parts(lab.pk, "work", before) is None, "fetch the page again"
        assert topic.parts(lab.pk, "work", topic.heads([lab.pk])[lab.pk]) == []

    moved(lambda: answers.append(owe(anna, chaima, "Bus")))
    (answer,) = answers
    moved(lambda: again(answer).take(fleur))
    moved(lambda: write_note(again(answer), fleur, "Mag dit?", ruud))
    moved(lambda: write_note(again(answer), ruud, "Ja."))
    today = timezone.localdate()
    moved(lambda: Absence.begin(fleur, ruud, today, today))
    moved(lambda: come_back(fleur))
    moved(lambda: groen.change(admin, [ruud], name=groen.name, mandate=groen.mandate, mailbox=groen.mailbox))


def test_a_note_moves_nothing_that_others_follow(anna, chaima, fleur):
    answer = owe(anna, chaima, "Bus")
    answer.idea.lab.refresh_from_db()
    before = again(answer).idea.revision, answer.idea.lab.revision
    write_note(answer, fleur, "Bel ProRail.")
    answer.idea.lab.refresh_from_db()
    assert (again(answer).idea.revision, answer.idea.lab.revision) == before, "not even the time is told"


# Many


@pytest.mark.parametrize("query", ["?wie=alles", "?wie=team", "?wie=alles&soort=antwoorden&pagina=3"])
def test_five_hundred_rows_cost_as_many_queries_as_three(lab, anna, chaima, fleur, ruud, groen, query):
    def add(number):
        ideas = [
            Idea.new(1, lab=lab, author=anna, key=None, title=f"Idee {n}", opportunity="x") for n in range(number)
        ]
        made = Idea.objects.bulk_create(ideas)
        due = timezone.localdate() + timedelta(days=9)
        Answer.objects.bulk_create(
            Answer(idea=idea, because="asked", due=due, first_due=due, team=groen, owner=ruud) for idea in made
        )

    def cost():
        with CaptureQueriesContext(connection) as queries:
            response = desk(fleur, query)
        return len(queries), len(response.context["rows"])

    add(3)
    few, _rows = cost()
    add(497)
    many, rows = cost()
    assert many == few
    assert rows == 50
