"""What a person wants mail about: chosen, stopped and back; kept once, taken along, and gone with the account."""

import pytest

from front.erasure import erase
from notifications.groups import ANSWERS, GROUPS, IDEAS, REPLIES, Mail
from notifications.leaving import taken_along
from notifications.models import Wish, all_wishes, choose, resume, stop, wishes_of
from notifications.notices import KINDS
from tests.factories import make_user

pytestmark = pytest.mark.django_db
DEFAULTS = dict.fromkeys(["answers", "gatherings", "roles"], "now") | dict.fromkeys(
    ["replies", "ideas", "posted"], "daily"
)


@pytest.fixture
def anna():
    return make_user("Anna")


def test_who_chose_nothing_has_what_most_people_want(anna):
    assert all_wishes(anna) == DEFAULTS
    assert wishes_of([anna.pk], IDEAS) == {anna.pk: Mail.DAILY}


def test_a_choice_is_kept_once_and_concerns_nobody_else(anna):
    bram = make_user("Bram")
    choose(anna, {"ideas": Mail.NEVER, "replies": Mail.NOW})
    choose(anna, {"ideas": Mail.NOW})
    assert all_wishes(anna) == DEFAULTS | {"ideas": "now", "replies": "now"}
    assert wishes_of([anna.pk, bram.pk], IDEAS) == {anna.pk: Mail.NOW, bram.pk: Mail.DAILY}
    assert Wish.objects.count() == 2


def test_what_is_stopped_comes_back_as_it_was(anna):
    choose(anna, {"ideas": Mail.NOW})
    stop(anna, [IDEAS, REPLIES])
    stop(anna, [IDEAS])
    assert all_wishes(anna) == DEFAULTS | {"ideas": "never", "replies": "never"}
    resume(anna, [IDEAS, REPLIES])
    resume(anna, [IDEAS])
    assert all_wishes(anna) == DEFAULTS | {"ideas": "now"}


def test_a_choice_takes_back_a_stop(anna):
    stop(anna, [ANSWERS])
    choose(anna, {"answers": Mail.DAILY})
    resume(anna, [ANSWERS])
    assert all_wishes(anna)["answers"] == "daily"


def test_wishes_are_taken_along_and_go_with_the_account(anna):
    choose(anna, {"ideas": Mail.NEVER})
    assert taken_along(anna)["mail_wishes"] == [{"group": "ideas", "mail": "never", "stopped_at": None}]
    erase(anna, keep_words=True)
    assert not Wish.objects.exists()


def test_each_kind_with_a_setting_has_a_line_to_mail_or_a_mail_of_its_own():
    with_setting = {kind.name: kind for kind in KINDS if kind.group}
    assert {kind.group for kind in with_setting.values()} <= set(GROUPS.values())
    assert all(kind.readers or (kind.page and kind.page.line) for kind in with_setting.values())
