"""Many requests at once: one person, one name, one effect; parallel guesses gain nothing."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import SignInCode, TooManyCodes, User
from ideas.models import Comment
from tests.accounts import urls
from tests.accounts.conftest import Flow, last_code, wrong
from tests.factories import make_idea, make_lab, make_member, make_user

pytestmark = [pytest.mark.urls("tests.accounts.urls"), pytest.mark.django_db(transaction=True), pytest.mark.slow]
MANY = 20


@pytest.fixture
def lab(transactional_db):
    return make_lab()


def at_once(act, count=MANY):
    """Return the results of `act(number)`, called `count` times at the same moment."""
    barrier = Barrier(count)

    def one(number):
        try:
            barrier.wait(20)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def twin(flow):
    """Return another request of the same browser, sent before the first response."""
    client = Client()
    client.cookies = flow.client.cookies.copy()
    return Flow(client)


def test_twenty_right_codes_at_once_sign_in_and_act_once(lab):
    idea = make_idea(make_member(lab, "Anna"))
    make_user("Bram")
    flow = Flow(Client())
    where = flow.client.post(f"/proefdorp/proef/{idea.pk}/reacties/", {"text": "Ik doe graag mee."}).headers[
        "Location"
    ]
    flow.start("bram@example.org", where)
    code, twins = flow.code, [twin(flow) for _ in range(MANY)]
    answers = at_once(lambda number: twins[number].enter(code, flow.token))
    assert {answer.status_code for answer in answers} == {302}
    assert all("_auth_user_id" in each.client.session for each in twins)
    assert len(urls.SEEN) == 1
    assert Comment.objects.count() == 1


def test_twenty_wrong_codes_at_once_are_five_tries(lab):
    flow = Flow(Client())
    flow.start("merel@post.example")
    code, twins = flow.code, [twin(flow) for _ in range(MANY)]
    answers = at_once(lambda number: twins[number].enter(wrong(code), flow.token))
    told = [answer.content.decode() for answer in answers]
    assert sum("Deze code klopt niet." in page for page in told) == 5
    assert SignInCode.objects.get().failed == 5
    assert flow.enter(code).status_code == 422


def test_without_the_row_lock_more_would_be_tried(lab):
    """Control: with a count that is read first and written later, as in a session, many get through."""
    attempt = SignInCode.ask("merel@post.example", None, "/")
    tried, gate = [], Barrier(10)  # each holds a connection while it waits; there are 16

    def naive(number):
        failed = SignInCode.objects.get(pk=attempt.pk).failed
        gate.wait(20)
        if failed < 5:
            tried.append(number)
            SignInCode.objects.filter(pk=attempt.pk).update(failed=failed + 1)

    at_once(naive, 10)
    assert len(tried) > 5


def test_newcomer_in_two_browsers_at_once_is_one_person(lab):
    flows = [Flow(Client()) for _ in range(4)]
    codes = []
    for flow in flows:
        flow.start("merel@post.example")
        codes.append(flow.code)
    answers = at_once(lambda number: flows[number].enter(codes[number]), 4)
    assert {answer.headers["Location"] for answer in answers} == {"/inloggen/naam/"}
    assert User.objects.count() == 1


def test_name_wanted_by_many_goes_to_one(lab):
    people = [User.objects.create_user(f"p{number}@post.example") for number in range(8)]
    flows = []
    for person in people:
        client = Client()
        client.force_login(person)
        flows.append(Flow(client))
    answers = at_once(lambda number: flows[number].name("Merel"), 8)
    assert sorted(answer.status_code for answer in answers) == [302] + [422] * 7
    assert User.objects.filter(name="Merel").count() == 1


def test_name_sent_many_times_does_what_waited_once(lab):
    idea = make_idea(make_member(lab, "Anna"))
    flow = Flow(Client())
    where = flow.client.post(f"/proefdorp/proef/{idea.pk}/reacties/", {"text": "Ik doe graag mee."}).headers[
        "Location"
    ]
    flow.start("merel@post.example", where)
    flow.enter()
    twins = [twin(flow) for _ in range(8)]
    answers = at_once(lambda number: twins[number].name("Merel"), 8)
    assert {answer.status_code for answer in answers} == {302}
    assert len(urls.SEEN) == 1
    assert Comment.objects.count() == 1


def test_mails_asked_for_at_once_are_never_more_than_strangers_may_have(lab):
    attempts = [SignInCode.ask("merel@post.example", None, "/") for _ in range(MANY)]

    def ask(number):
        try:
            return bool(attempts[number].new_code())
        except TooManyCodes:
            return False

    at_the_same_moment = sum(at_once(ask))
    assert at_the_same_moment <= 14, "ten, and four that may go when nobody's code works"
    assert 10 <= at_the_same_moment + sum(map(ask, range(MANY))) <= 14, "who was counted in vain is counted no more"


def test_code_of_the_newest_mail_used_in_many_browsers_at_once_lets_one_in(lab):
    """Each may use the newest code; the row lock lets only one succeed."""
    flows = [Flow(Client()) for _ in range(8)]
    for flow in flows:
        flow.start("merel@post.example")
    newest = last_code()
    answers = at_once(lambda number: flows[number].enter(newest), 8)
    assert sorted(answer.status_code for answer in answers) == [302] + [422] * 7
    assert sum("_auth_user_id" in flow.client.session for flow in flows) == 1
