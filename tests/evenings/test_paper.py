"""Everything of an evening on paper."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenings.models import Session, StepKind
from evenings.paper import FOR_PEOPLE, HOW_MANY, ON_PAPER, paper_steps
from evenings.plans import plans
from tests.evenings.test_pages import at, read
from tests.events.factories import make_draft, make_gathering
from tests.ideas.conftest import browser


@pytest.fixture
def hers(anna):
    return browser(anna)


def sheets(page):
    return re.findall(r'<section class="sheet sheet--page".*?</section>', read(page), re.DOTALL)


def test_every_kind_of_step_has_its_paper_or_needs_none():
    assert set(FOR_PEOPLE) == set(StepKind)
    written = {kind for kind, template in FOR_PEOPLE.items() if template}
    assert set(HOW_MANY) == set(ON_PAPER) == written == set(StepKind) - {StepKind.TALK, StepKind.BREAK}


def test_a_programme_a_sheet_for_each_step_and_a_sheet_to_write_on_where_people_write(gathering, session, hers):
    found = sheets(hers.get(at("evening_paper", gathering)))
    assert len(found) == 1 + 7 + 4
    wall, briefjes, last = found[0], found[3], found[-1]
    assert re.findall(r"\d\d\.\d\d", wall)[-7:] == ["19.30", "19.35", "19.45", "19.55", "20.05", "20.15", "20.25"]
    assert "Deel de stapels uit." not in wall
    for words in ("Stap 3 van 7", "19.45 tot 19.55 uur", "Deel de stapels uit.", "Schrijf op elk briefje"):
        assert words in briefjes
    assert "Ik breng" in last
    assert "Deel de stapels uit." not in "".join(found[8:])


def test_all_ten_plans_can_be_printed(gathering, hers):
    for seen, plan in enumerate(plans().values()):
        session = Session.begin(gathering, plan, seen)
        written = [row for row in paper_steps(session) if row.sheet]
        assert len(sheets(hers.get(at("evening_paper", gathering)))) == 1 + len(plan.steps) + len(written)


def test_without_a_date_there_are_no_times(anna, hers):
    draft = make_draft(anna, starts_at=None)
    Session.begin(draft, plans()["tafel"], 0)
    found = sheets(hers.get(at("evening_paper", draft)))
    assert len(found) == 1 + 3 + 2
    assert not re.search(r"\d\d\.\d\d", "".join(found))


def test_only_the_organisers_print_the_tasks(gathering, session, mo, bram):
    assert browser(mo).get(at("evening_paper", gathering)).status_code == 403
    assert browser(bram).get(at("evening_paper", gathering)).status_code == 403


def test_a_plan_of_more_steps_takes_no_more_queries(gathering, session, anna, hers):
    def queries(of):
        hers.get(at("evening_paper", of))
        with CaptureQueriesContext(connection) as made:
            assert hers.get(at("evening_paper", of)).status_code == 200
        return len(made)

    short = make_gathering(anna, "Kort")
    Session.begin(short, plans()["tafel"], 0)
    assert queries(gathering) == queries(short)
