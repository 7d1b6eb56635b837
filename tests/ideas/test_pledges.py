"""Who brings what to an idea: "Ik help mee" on its page. Open, kept, or taken back."""

import uuid
from datetime import date

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from common import clock
from ideas.leaving import leave
from ideas.models import Idea, IdeaClosed, Pledge
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_member
from tests.ideas.conftest import PART, browser
from tests.mails import send_all, told

HELP = {"kind": "time", "sentence": "Ik geef dinsdag water."}
DAY, LATER = date(2031, 3, 4), date(2031, 5, 6)


def url(idea, path):
    return idea.get_absolute_url() + path


def water(idea, member, kind="time", words="Water geven", by_when=None):
    return idea.pledge(member, RESIDENT_VOICE, kind, words, by_when).thing


def test_help_stands_with_the_idea_and_its_author_hears_it_once(idea, bram):
    for _again in range(2):
        browser(bram).post(url(idea, "hulp/"), HELP)
    send_all()
    assert "Ik geef dinsdag water." in browser().get(idea.get_absolute_url()).content.decode()
    assert [message.to for message in mail.outbox] == [["anna@example.org"]]
    assert "Bram helpt mee met Pluktuin" in mail.outbox[0].subject
    assert "Ik geef dinsdag water." in mail.outbox[0].body


def test_help_from_the_author_is_no_mail(idea, anna):
    browser(anna).post(url(idea, "hulp/"), HELP)
    send_all()
    assert mail.outbox == []


def test_help_in_the_name_of_a_body_is_chosen_and_only_by_who_has_it(idea, lab, bram):
    wim = make_member(lab, "Wim", "body", label="dorpsraad Oost")
    role = wim.roles.get()
    browser(wim).post(url(idea, "hulp/"), HELP | {"voice": role.pk})
    assert (idea.pledges.get().voice_kind, idea.pledges.get().voice_label) == ("body", "dorpsraad Oost")
    assert browser(bram).post(url(idea, "hulp/"), HELP | {"voice": role.pk}).status_code == 422
    assert idea.pledges.count() == 1


def test_only_your_own_help_can_be_taken_back(idea, anna, bram):
    given = idea.pledge(bram, RESIDENT_VOICE, "time", "Water geven").thing
    address = reverse("pledge_take_back", kwargs={"lab_slug": "proefdorp", "pk": idea.pk, "pledge_pk": given.pk})
    assert browser(anna).post(address).status_code == 404
    assert browser(bram).get(address).headers["Location"] == idea.get_absolute_url()
    assert idea.pledges.standing().exists()
    assert browser(bram).post(address).status_code == 302
    assert not idea.pledges.standing().exists()


@pytest.mark.parametrize("script", [True, False])
def test_help_taken_back_twice_is_the_same_answer(idea, bram, script):
    given = idea.pledge(bram, RESIDENT_VOICE, "time", "Water geven").thing
    address = reverse("pledge_take_back", kwargs={"lab_slug": "proefdorp", "pk": idea.pk, "pledge_pk": given.pk})
    client, headers = browser(bram), {"HX-Request": "true"} if script else {}
    first, again = (client.post(address, headers=headers) for _press in range(2))
    assert (first.status_code, again.status_code) == ((200, 200) if script else (302, 302))
    assert first.headers.get("Location") == again.headers.get("Location")
    idea.refresh_from_db()
    revision = idea.revision
    client.post(address)
    assert "Je helpt hier niet meer mee." in client.get(idea.get_absolute_url()).text
    idea.refresh_from_db()
    assert idea.revision == revision, "nobody hears of it again"


def test_the_child_is_found_through_its_parent(idea, bram):
    other = make_idea(idea.author, "Een ander idee")
    given = idea.pledge(bram, RESIDENT_VOICE, "time", "Water geven").thing
    assert browser(bram).post(url(other, f"hulp/{given.pk}/intrekken/")).status_code == 404
    assert idea.pledges.standing().exists()


def test_what_was_typed_is_kept_when_something_is_wrong(idea, bram):
    answer = browser(bram).post(url(idea, "hulp/"), {"kind": "goud", "sentence": "Dit bewaar je"})
    assert answer.status_code == 422
    assert 'value="Dit bewaar je"' in answer.content.decode()


def test_answers_of_a_script_hold_no_whole_page(idea, bram):
    answer = browser(bram).post(url(idea, "hulp/"), HELP | {"key": uuid.uuid4()}, **PART)
    assert answer.status_code == 201
    page = answer.content.decode()
    assert f'id="helpers-{idea.pk}"' in page
    assert "Toch niet" in page
    assert "<html" not in page


def test_the_maker_is_not_told_that_the_maker_is_told(idea, anna, bram):
    assert "De maker hoort het meteen." in browser(bram).get(url(idea, "hulp/")).text
    assert "De maker hoort het meteen." not in browser(anna).get(url(idea, "hulp/")).text


def test_who_offered_help_asks_for_the_form_again(idea, bram):
    client = browser(bram)
    client.post(url(idea, "hulp/"), HELP)
    page = client.get(url(idea, "")).text
    assert page.count("Ik geef dinsdag water.") == 1
    assert "help_sentence" not in page
    assert "help_sentence" in client.get(url(idea, "hulp/")).text


def test_open_pages_and_kept_drafts_find_their_fields_where_they_were(idea, bram):
    given, client = water(idea, bram), browser(bram)
    page = client.get(idea.get_absolute_url()).text
    for mark in (
        f'id="helpers-{idea.pk}"',
        f'id="helper-{given.pk}"',
        f'id="help-form-{idea.pk}"',
        f'id="help-back-{given.pk}"',
        f'action="{idea.get_absolute_url()}hulp/{given.pk}/intrekken/"',
        'id="help"',
    ):
        assert mark in page, mark
    page = client.get(url(idea, "hulp/")).text
    for mark in (
        f'id="help-{idea.pk}-form"',
        f'action="{idea.get_absolute_url()}hulp/"',
        f'data-draft="help-{idea.pk}"',
        'name="kind" value="time"',
        'name="sentence"',
        'id="help_sentence"',
        'id="help_kind_0"',
    ):
        assert mark in page, mark


# Kept, or taken back


def rows(idea):
    return list(idea.pledges.values_list("kind", "words", "state"))


def test_pledge_that_was_taken_back_stays_without_its_words_and_is_on_no_page(idea, bram):
    given = water(idea, bram)
    assert (given.take_back(), given.take_back()) == (True, False)
    assert rows(idea) == [("time", "", "taken_back")]
    assert given.ended_at is not None
    for page in (idea.get_absolute_url(), url(idea, "hulp/")):
        assert f"helper-{given.pk}" not in browser().get(page).text
        assert f"help-back-{given.pk}" not in browser(bram).get(page).text
    assert "Nog niemand. Alle beetjes helpen." in browser().get(idea.get_absolute_url()).text


def test_whoever_took_it_back_can_pledge_again_and_the_author_hears_it(idea, bram):
    given = water(idea, bram)
    assert len(told()) == 1, "before it is taken back"
    given.take_back()
    water(idea, bram, words="Toch water geven")
    assert rows(idea) == [("time", "", "taken_back"), ("time", "Toch water geven", "open")]
    assert [mail for mail, _subject in told()] == ["anna@example.org"] * 2


def test_pledge_that_was_kept_stays_on_the_page_and_the_same_kind_can_be_pledged_again(idea, bram):
    given = water(idea, bram)
    assert (given.keep(), given.keep()) == (True, False)
    water(idea, bram, words="Nog een keer water geven")
    assert rows(idea) == [("time", "Water geven", "kept"), ("time", "Nog een keer water geven", "open")]
    page = browser(bram).get(idea.get_absolute_url()).text
    assert f"helper-{given.pk}" in page
    assert "Nog een keer water geven" in page


def test_kept_pledge_can_be_taken_back_but_not_the_other_way_round(idea, bram):
    given = water(idea, bram)
    assert (given.keep(), given.take_back(), given.keep()) == (True, True, False)
    assert rows(idea) == [("time", "", "taken_back")]


@pytest.mark.parametrize("verb", ["keep", "take_back"])
def test_pages_hear_of_it_only_when_it_is_committed(idea, bram, verb, django_capture_on_commit_callbacks):
    given = water(idea, bram)
    before = Idea.objects.get().revision
    with django_capture_on_commit_callbacks() as rings, pytest.raises(ZeroDivisionError), transaction.atomic():
        getattr(given, verb)()
        raise ZeroDivisionError
    assert rings == []
    assert rows(idea) == [("time", "Water geven", "open")]
    with django_capture_on_commit_callbacks() as rings:
        assert getattr(Pledge.objects.get(), verb)()
    assert len(rings) == 1
    parts = {part.key: part.render() for part in IdeaTopic().parts(idea.pk, "page", before)}
    assert list(parts) == [f"helpers-{idea.pk}"]
    assert (f"helper-{given.pk}" in parts[f"helpers-{idea.pk}"]) is (verb == "keep")


def test_day_stays_when_only_the_words_change(idea, bram):
    water(idea, bram, by_when=DAY)
    browser(bram).post(url(idea, "hulp/"), HELP)
    given = idea.pledges.get()
    assert (given.words, given.by_when) == (HELP["sentence"], DAY)
    assert water(idea, bram, words=HELP["sentence"], by_when=LATER).pk == given.pk
    assert idea.pledges.get().by_when == LATER


def test_database_keeps_one_open_pledge_per_kind_and_each_end_with_its_moment(idea, bram):
    water(idea, bram)
    same = {"idea": idea, "person": bram, "kind": "time", "words": "Twee"}
    now = clock.now()
    for wrong in ({}, {"state": "kept"}, {"ended_at": now}, {"state": "gone", "ended_at": now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pledge.objects.create(**same, **wrong)
    for state in ("kept", "kept", "taken_back", "taken_back"):
        Pledge.objects.create(**same, state=state, ended_at=now)


def test_idea_that_closes_takes_no_more_pledges_and_gives_back_what_it_had(idea, bram, mo):
    given = water(idea, bram)
    idea.set_status(mo, RESIDENT_VOICE, "done", "Gelukt.", "Kom kijken.")
    with pytest.raises(IdeaClosed):
        water(idea, bram, "things")
    assert given.take_back()
    assert rows(idea) == [("time", "", "taken_back")]


# Where others look at who brings what


def test_idea_where_all_took_their_pledges_back_is_withdrawn_without_a_trace(idea, anna, bram):
    water(idea, bram).take_back()
    assert idea.withdraw(anna, RESIDENT_VOICE, "Toch niet.") is False
    assert not Idea.objects.exists()


def test_outcome_of_a_gathering_is_not_told_to_those_who_took_it_back(idea, anna, bram, mo):
    water(idea, bram).take_back()
    water(idea, mo).keep()
    gathering = make_gathering(make_member(idea.lab, "Noor", "stadmaker"))
    gathering.put_on_table([idea])
    before = len(told())
    gathering.note_outcomes({idea.pk: "Er komt een bank."})
    assert sorted(mail for mail, _subject in told()[before:]) == ["anna@example.org", "mo@example.org"]


def test_whoever_leaves_takes_all_their_pledges_along(idea, bram, mo):
    water(idea, bram).take_back()
    water(idea, bram)
    water(idea, bram, "things").keep()
    stays = water(idea, mo)
    leave([bram])
    leave([bram])
    assert list(Pledge.objects.all()) == [stays]


def test_leaving_goes_on_when_an_idea_is_deleted_meanwhile(idea, anna, bram):
    water(idea, bram)
    water(make_idea(anna, "Bankje"), bram)

    deleted = []

    def delete_the_first(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "ideas_pledge" in sql and not deleted:
            deleted.append(idea.pk)
            Idea.objects.filter(pk=idea.pk).delete()
        return answer

    with connection.execute_wrapper(delete_the_first):
        leave([bram])
    assert deleted
    assert not Pledge.objects.exists()
