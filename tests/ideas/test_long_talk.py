"""Long comment lists have pages of fifty, and lose nothing when somebody acts while a page is made."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ideas.page import COMMENTS_PER_PAGE
from tests.factories import make_comment
from tests.ideas.conftest import browser
from tests.ideas.test_talk import page_of


def test_fifty_a_page_and_the_permalink_finds_the_right_one(idea, bram, anna):
    made = [make_comment(idea, bram, f"Reactie {n}") for n in range(COMMENTS_PER_PAGE + 5)]
    late = make_comment(idea, anna, "Laat antwoord bovenaan", made[0])
    answer = browser().get(made[-1].get_absolute_url())
    assert answer.headers["Location"] == f"{idea.get_absolute_url()}?pagina=2#comment-{made[-1].pk}"
    assert browser().get(late.get_absolute_url()).headers["Location"] == f"{idea.get_absolute_url()}#comment-{late.pk}"
    first, second = page_of(idea), page_of(idea, query="?pagina=2")
    assert first.count('class="said') == COMMENTS_PER_PAGE
    assert second.count('class="said') == 6
    assert f'data-from="" data-to="{made[48].place}" data-last="{made[-1].place}"' in first
    assert f'data-from="{made[49].place}" data-to=""' in second
    assert browser().get(idea.get_absolute_url() + "?pagina=x").status_code == 200
    for asked, nearest in ((-1, 1), (0, 1), (99, 2)):
        answer = browser().get(f"{idea.get_absolute_url()}?pagina={asked}")
        assert answer.headers["Location"].endswith(f"/?pagina={nearest}")


def test_a_long_talk_leads_to_its_end_and_counts_one_way(idea, bram, anna):
    made = [make_comment(idea, bram, f"Reactie {n}") for n in range(COMMENTS_PER_PAGE + 2)]
    make_comment(idea, anna, "Antwoord", made[0])
    made[0].remove()
    page = page_of(idea, bram)
    assert "52 reacties" in page
    assert "van de 53" not in page
    assert "Bladzijde 1 van 2" in page
    assert f'href="{idea.get_absolute_url()}?pagina=2#reacties">' in page
    assert "Nieuwste reacties" in page
    assert 'href="#reageer"' in page
    assert "Nieuwste reacties" not in page_of(idea, bram, "?pagina=2")
    assert f'href="{idea.get_absolute_url()}reacties/" rel="nofollow"' in page_of(idea)


def test_leafing_through_a_talk_leads_to_the_talk_and_not_to_the_idea_above_it(idea, bram):
    for number in range(2 * COMMENTS_PER_PAGE + 1):
        make_comment(idea, bram, f"Reactie {number}")
    page = page_of(idea, query="?pagina=2")
    assert 'href="?pagina=1#reacties"' in page
    assert 'href="?pagina=3#reacties"' in page


def after_the_first_question(act):
    """Call `act` right after the page's first query for comments."""

    def wrapper(execute, sql, *rest):
        answer = execute(sql, *rest)
        if 'FROM "ideas_comment"' in sql and acts:
            acts.pop()()
        return answer

    acts = [act]
    return connection.execute_wrapper(wrapper)


def test_a_reply_between_two_questions_pushes_nobody_off_the_page(idea, anna, bram):
    first, last = make_comment(idea, anna, "Eerst."), make_comment(idea, bram, "Laatst.")
    with after_the_first_question(lambda: make_comment(idea, bram, "Antwoord.", first)):
        page = page_of(idea, query="?pagina=1")
    assert f'id="comment-{last.pk}"' in page
    assert "Antwoord." in page


def test_a_reply_between_two_questions_opens_the_next_page(idea, anna, bram):
    first = make_comment(idea, anna, "Eerst.")
    for number in range(COMMENTS_PER_PAGE - 1):
        last = make_comment(idea, bram, f"Nummer {number}.")
    with after_the_first_question(lambda: make_comment(idea, bram, "Antwoord.", first)):
        page = page_of(idea, query="?pagina=1")
    assert f'id="comment-{last.pk}"' not in page
    assert f'data-to="{idea.comments.in_order()[COMMENTS_PER_PAGE - 1].place}"' in page
    assert "?pagina=2" in page


def test_a_comment_taken_back_between_two_questions_leaves_no_empty_page(idea, bram):
    for number in range(COMMENTS_PER_PAGE + 1):
        last = make_comment(idea, bram, f"Nummer {number}.")
    with after_the_first_question(last.remove):
        page = page_of(idea)
    assert page.count('data-key="') == COMMENTS_PER_PAGE
    assert "pagina=2" not in page
    assert 'data-to=""' in page


@pytest.mark.parametrize(("count", "questions"), [(0, 1), (1, 1), (COMMENTS_PER_PAGE, 1), (COMMENTS_PER_PAGE + 1, 2)])
def test_a_talk_of_one_page_is_one_question(idea, bram, count, questions):
    for number in range(count):
        make_comment(idea, bram, f"Nummer {number}.")
    page_of(idea)
    with CaptureQueriesContext(connection) as asked:
        assert page_of(idea).count('data-key="') == min(count, COMMENTS_PER_PAGE)
    assert sum('FROM "ideas_comment"' in query["sql"] for query in asked) == questions
