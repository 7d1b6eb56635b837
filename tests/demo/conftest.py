"""The example labs, and their photos: away from the media folder."""

import io

import pytest
from django.core.management import call_command

from demo.management.commands.demo import SLUGS, remove
from realtime.models import NameChange
from tests.audit.emptied import empty_log
from tests.mails import forget


def demo(**options):
    out = io.StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="module")
def examples(django_db_setup, django_db_blocker):
    """The labs, created once for all tests of this file; each test's changes are rolled back."""
    with django_db_blocker.unblock():
        demo()
        yield
        remove(SLUGS)
        empty_log()  # it has the removal of the labs
        forget()  # mails to their guests
        NameChange.objects.all().delete()  # their roles, which no worker brought to open pages
