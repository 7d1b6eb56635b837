"""A mail waits in the transaction it belongs to."""

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from notifications.mail import tell
from tests.factories import make_user

pytestmark = pytest.mark.django_db
TEMPLATE = "ideas/mail_help.txt"


@pytest.fixture(autouse=True)
def nothing_waits():
    DBTaskResult.objects.all().delete()  # what a server of an earlier test left


def test_a_mail_waits_as_soon_as_what_it_tells_of_is_written():
    with transaction.atomic():
        tell(make_user("Bram"), TEMPLATE, {"idea": "Pluktuin"})
    assert DBTaskResult.objects.get().args_kwargs["args"][0] == "bram@example.org"


def test_what_is_rolled_back_is_never_told():
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(make_user("Bram"), TEMPLATE, {"idea": "Pluktuin"})
        raise RuntimeError
    assert not DBTaskResult.objects.exists()
