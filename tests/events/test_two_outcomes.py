"""Two organisers write what came of a gathering at the same time: no text of either is lost."""

import threading
from datetime import timedelta

import pytest

from common import clock
from events.models import Gathering
from ideas.models import Idea
from tests.events.factories import AN_EVENING, make_gathering
from tests.events.forms import at, opened
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser, tab
from tests.ideas.test_races import all_at_once

TIMES = 12
KEPT = "Iemand anders veranderde intussen dit, en dat is gebleven: "


@pytest.fixture
def held(db):
    """A gathering of yesterday evening, with two ideas on its table."""
    anna = make_member(make_lab(), "Anna", "stadmaker")
    gathering = make_gathering(anna)
    gathering.put_on_table([make_idea(anna, "Bankje"), make_idea(anna, "Bloemen")])
    ago = clock.now() - timedelta(days=1)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=ago, ends_at=ago + AN_EVENING)
    return gathering


@pytest.fixture
def both(held):
    """The browsers of Anna and Mo, who both organise it."""
    mo = make_member(held.lab, "Mo", "stadmaker")
    held.set_organisers([held.made_by, mo])
    return browser(held.made_by), browser(mo)


def fields(gathering):
    """Return the names of the fields of both ideas."""
    return [f"idea_{pk}" for pk in gathering.table.order_by("pk").values_list("idea_id", flat=True)]


def form_of(client, gathering, **more):
    return opened(client, "gathering_outcome", gathering, **more)


def send(client, gathering, data):
    return client.post(at("gathering_outcome", gathering), data)


def texts(gathering):
    """Return the outcome of the gathering, and of each idea in the order of the table."""
    return [again(gathering).outcome, *gathering.table.order_by("pk").values_list("outcome", flat=True)]


def again(gathering):
    return Gathering.objects.select_related("lab").get(pk=gathering.pk)


def test_outcomes_of_different_ideas_are_both_kept_and_the_second_reads_so(held, both):
    anna, mo = both
    bench, flowers = fields(held)
    send(anna, held, form_of(anna, held, outcome="Er waren 24 mensen."))
    mine = form_of(mo, held, **{flowers: "Er komen bloemen."})
    assert send(anna, held, form_of(anna, held, **{bench: "Er komt een bank."})).status_code == 302
    answer = send(mo, held, mine)
    assert answer.status_code == 302
    assert texts(held) == ["Er waren 24 mensen.", "Er komt een bank.", "Er komen bloemen."]
    assert f"{KEPT}Bankje" in mo.get(answer["Location"]).text


def test_two_first_outcomes_are_shown_side_by_side_and_what_one_wrote_alone_is_kept(held, both):
    anna, mo = both
    bench, flowers = fields(held)
    mine = form_of(mo, held, outcome="Het was druk.", **{flowers: "Er komen bloemen."})
    send(anna, held, form_of(anna, held, outcome="Er waren 24 mensen.", **{bench: "Er komt een bank."}))
    answer = send(mo, held, mine)
    assert answer.status_code == 409
    (one,) = answer.context["differences"]
    assert (one.thing, one.theirs, one.mine) == ("outcome", "Er waren 24 mensen.", "Het was druk.")
    for words in ("Het was druk.</textarea>", "Er komen bloemen.</textarea>", "Er komt een bank.</textarea>"):
        assert words in answer.text, words
    assert texts(held) == ["Er waren 24 mensen.", "Er komt een bank.", ""], "nothing was saved"
    data = answer.context["form"].data
    assert send(mo, held, {name: data[name] for name in data}).status_code == 302
    assert texts(held) == ["Het was druk.", "Er komt een bank.", "Er komen bloemen."]


def test_the_second_can_leave_an_outcome_as_it_is_now(held, both):
    anna, mo = both
    bench, _flowers = fields(held)
    send(anna, held, form_of(anna, held, outcome="Er waren 24 mensen."))
    mine = form_of(mo, held, **{bench: "Geen bank."})
    send(anna, held, form_of(anna, held, **{bench: "Er komt een bank."}))
    answer = send(mo, held, mine)
    assert [one.label for one in answer.context["differences"]] == ["Bankje"]
    data = answer.context["form"].data
    assert send(mo, held, {**{name: data[name] for name in data}, "take": bench}).status_code == 302
    assert texts(held) == ["Er waren 24 mensen.", "Er komt een bank.", ""]


@pytest.mark.parametrize("bare", [{"seen": ""}, {"was": ""}, {"seen": "", "was": ""}])
def test_a_page_that_does_not_know_what_it_started_from_replaces_nothing(held, both, bare):
    anna, mo = both
    bench, flowers = fields(held)
    mine = form_of(mo, held, outcome="Het was druk.", **{flowers: "Er komen bloemen."}) | bare
    send(anna, held, form_of(anna, held, outcome="Er waren 24 mensen.", **{bench: "Er komt een bank."}))
    assert send(mo, held, mine).status_code == 409
    assert texts(held) == ["Er waren 24 mensen.", "Er komt een bank.", ""]


def test_an_idea_that_came_to_the_table_meanwhile_keeps_its_outcome(held, both):
    anna, mo = both
    mine = form_of(mo, held, outcome="Het was druk.")
    third = make_idea(held.made_by, "Soep")
    held.put_on_table([third, *ideas_of(fields(held))])
    held.note_outcomes({third.pk: "Soep voor iedereen."})
    assert send(mo, held, mine).status_code == 302
    assert texts(held) == ["Het was druk.", "", "", "Soep voor iedereen."]


def ideas_of(names):
    return list(Idea.objects.filter(pk__in=[name.removeprefix("idea_") for name in names]))


def test_the_outcome_of_an_idea_that_left_the_table_meanwhile_is_not_lost(held, both):
    _anna, mo = both
    bench, flowers = fields(held)
    mine = form_of(mo, held, outcome="Het was druk.", **{bench: "Er komt een bank."})
    held.put_on_table(ideas_of([flowers]))
    answer = send(mo, held, mine)
    assert answer.status_code == 422
    assert "Er komt een bank.</textarea>" in answer.text
    assert "Dit idee ligt niet meer op tafel." in answer.text
    data = answer.context["form"].data
    assert send(mo, held, {**{name: data[name] for name in data}, bench: ""}).status_code == 302
    assert texts(held)[0] == "Het was druk."


def test_the_title_of_an_idea_that_was_hidden_meanwhile_is_not_shown(held, both):
    _anna, mo = both
    bench, _flowers = fields(held)
    mine = form_of(mo, held, outcome="Het was druk.", **{bench: "Er komt een plank."})
    ideas_of([bench])[0].hide(make_member(held.lab, "Fleur", "moderator"), "Schelden.")
    answer = send(mo, held, mine)
    assert (answer.status_code, "Er komt een plank.</textarea>" in answer.text) == (422, True)
    assert "Bankje" not in answer.text


def test_the_same_outcome_twice_is_one_save(held, both):
    anna, _mo = both
    data = form_of(anna, held, outcome="Het was druk.", **{fields(held)[0]: "Er komt een bank."})
    assert [send(anna, held, data).status_code for _press in range(2)] == [302, 302]
    assert texts(held) == ["Het was druk.", "Er komt een bank.", ""]


def test_who_writes_while_it_is_cancelled_keeps_the_text(held, both):
    _anna, mo = both
    mine = form_of(mo, held, outcome="Het was druk.")
    held.cancel("Het stormde.")
    answer = send(mo, held, mine)
    assert (answer.status_code, "Het was druk.</textarea>" in answer.text) == (403, True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_lose_nothing(held, both):
    anna, mo = both
    bench, flowers = fields(held)
    held.close("Het was druk.")
    for number in range(TIMES):
        forms = [
            (tab(anna), form_of(anna, held, **{bench: f"Bank {number}."})),
            (tab(mo), form_of(mo, held, **{flowers: f"Bloemen {number}."})),
        ]
        answers = all_at_once([lambda one=one: send(one[0], held, one[1]).status_code for one in forms], threads=2)
        assert answers == [302, 302]
        assert texts(held) == ["Het was druk.", f"Bank {number}.", f"Bloemen {number}."]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_a_page_that_is_compared_before_the_lock_undoes_the_other(held):
    bench, flowers = (int(name.removeprefix("idea_")) for name in fields(held))
    seen = again(held).table_revision
    both_compared = threading.Barrier(2)

    def write(pk, text):
        gathering = again(held)
        is_fresh = gathering.table_revision == seen
        both_compared.wait(10)
        return is_fresh and gathering.note_outcomes({bench: "", flowers: "", pk: text})

    acts = [lambda: write(bench, "Er komt een bank."), lambda: write(flowers, "Er komen bloemen.")]
    assert all_at_once(acts, threads=2) == [True, True]
    assert texts(held).count("") == 2, "one of the two texts is gone"
