"""Two organisers choose the ideas on the table at the same time: neither undoes the other's choice."""

import threading

import pytest

from events.models import Gathering
from ideas.models import Idea
from tests.events.factories import make_gathering
from tests.events.forms import at, opened
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import browser, tab
from tests.ideas.test_races import all_at_once

TIMES = 12
KEPT = "Iemand anders veranderde intussen dit, en dat is gebleven: "


@pytest.fixture
def evening(db):
    """A gathering with one idea on its table; three others could be there."""
    anna = make_member(make_lab(), "Anna", "stadmaker")
    bench, *_others = (make_idea(anna, title) for title in ("Bankje", "Bloemen", "Soep", "Vuur"))
    gathering = make_gathering(anna)
    gathering.put_on_table([bench])
    return gathering


@pytest.fixture
def both(evening):
    """The browsers of Anna and Mo, who both organise it."""
    mo = make_member(evening.lab, "Mo", "stadmaker")
    evening.set_organisers([evening.made_by, mo])
    return browser(evening.made_by), browser(mo)


def form_of(client, gathering, *titles):
    """Return the post data of the form, opened now, with these ideas ticked."""
    return opened(client, "gathering_table", gathering, ideas=[str(idea.pk) for idea in ideas(*titles)])


def ideas(*titles):
    return list(Idea.objects.filter(title__in=titles).order_by("pk"))


def send(client, gathering, data):
    return client.post(at("gathering_table", gathering), data)


def on_table(gathering):
    return sorted(gathering.table.filter(is_off=False).values_list("idea__title", flat=True))


def again(gathering):
    return Gathering.objects.select_related("lab").get(pk=gathering.pk)


def test_an_idea_that_the_other_laid_there_stays_and_the_second_reads_so(evening, both):
    anna, mo = both
    mine = form_of(mo, evening, "Bankje", "Soep")
    assert send(anna, evening, form_of(anna, evening, "Bankje", "Bloemen")).status_code == 302
    answer = send(mo, evening, mine)
    assert answer.status_code == 302
    assert on_table(evening) == ["Bankje", "Bloemen", "Soep"]
    assert f"{KEPT}Bloemen" in mo.get(answer["Location"]).text


def test_an_idea_that_the_other_took_off_does_not_come_back(evening, both):
    anna, mo = both
    mine = form_of(mo, evening, "Bankje", "Soep")
    send(anna, evening, form_of(anna, evening))
    answer = send(mo, evening, mine)
    assert on_table(evening) == ["Soep"]
    assert f"{KEPT}Bankje" in mo.get(answer["Location"]).text


def test_an_idea_that_is_unticked_on_purpose_leaves_the_table(evening, both):
    anna, mo = both
    mine = form_of(mo, evening)
    send(anna, evening, form_of(anna, evening, "Bankje", "Bloemen"))
    assert send(mo, evening, mine).status_code == 302
    assert on_table(evening) == ["Bloemen"]


def test_an_idea_that_the_page_does_not_know_stays(evening, both):
    _anna, mo = both
    mine = form_of(mo, evening, "Bankje", "Soep")
    new = make_idea(evening.made_by, "Nieuw")
    evening.put_on_table([*ideas("Bankje"), new])
    assert send(mo, evening, mine).status_code == 302
    assert on_table(evening) == ["Bankje", "Nieuw", "Soep"]


def test_a_hidden_idea_stays_on_the_table_for_when_it_is_restored(evening, both):
    _anna, mo = both
    ideas("Bankje")[0].hide(make_member(evening.lab, "Fleur", "moderator"), "Schelden.")
    mine = form_of(mo, evening, "Soep")
    assert send(mo, evening, mine).status_code == 302
    assert on_table(evening) == ["Bankje", "Soep"]


@pytest.mark.parametrize("bare", [{"was": ""}, {"seen": "", "was": ""}])
def test_a_page_that_does_not_know_what_it_started_from_shows_all_that_differs(evening, both, bare):
    anna, mo = both
    mine = form_of(mo, evening, "Bankje", "Soep") | bare
    send(anna, evening, form_of(anna, evening, "Bankje", "Bloemen"))
    answer = send(mo, evening, mine)
    assert answer.status_code == 409
    differences = {one.label: (one.theirs, one.mine) for one in answer.context["differences"]}
    assert differences == {"Bloemen": ("Op tafel", "Niet op tafel"), "Soep": ("Niet op tafel", "Op tafel")}
    assert on_table(evening) == ["Bankje", "Bloemen"], "nothing was saved"
    data = {name: answer.context["form"].data.getlist(name) for name in answer.context["form"].data}
    take = f"idea_{ideas('Bloemen')[0].pk}"
    assert send(mo, evening, data | {"take": take}).status_code == 302
    assert on_table(evening) == ["Bankje", "Bloemen", "Soep"]


def test_the_same_table_twice_is_one_change(evening, both):
    anna, _mo = both
    data = form_of(anna, evening, "Soep")
    assert [send(anna, evening, data).status_code for _press in range(2)] == [302, 302]
    assert on_table(evening) == ["Soep"]


def test_who_chooses_after_the_other_cancelled_is_refused(evening, both):
    _anna, mo = both
    mine = form_of(mo, evening, "Bankje", "Soep")
    evening.cancel("Het stormt.")
    assert send(mo, evening, mine).status_code == 403
    assert on_table(evening) == ["Bankje"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_choose_at_once_lose_nothing(evening, both):
    anna, mo = both
    for _round in range(TIMES):
        evening.put_on_table(ideas("Bankje"))
        forms = [
            (tab(anna), form_of(anna, evening, "Bankje", "Bloemen")),
            (tab(mo), form_of(mo, evening, "Bankje", "Soep")),
        ]
        answers = all_at_once([lambda one=one: send(one[0], evening, one[1]).status_code for one in forms], threads=2)
        assert answers == [302, 302]
        assert on_table(evening) == ["Bankje", "Bloemen", "Soep"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_control_a_page_that_is_compared_before_the_lock_undoes_the_other(evening):
    seen = again(evening).table_revision
    both_compared = threading.Barrier(2)

    def lay(*titles):
        gathering = again(evening)
        is_fresh = gathering.table_revision == seen
        both_compared.wait(10)
        return is_fresh and gathering.put_on_table(ideas(*titles))

    acts = [lambda: lay("Bankje", "Bloemen"), lambda: lay("Bankje", "Soep")]
    assert all_at_once(acts, threads=2) == [True, True]
    assert len(on_table(evening)) == 2, "one of the two choices is gone"
