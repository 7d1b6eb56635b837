"""Uploads moved from `ideas` to `common`: existing uploads stay."""

import pytest

from common.models import Upload
from tests.migrating import migrate

BEFORE = [("common", None), ("ideas", "0007_indexes_for_large_labs")]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_photo_that_waited_before_the_move_waits_after_it(back_to_now):
    old = migrate(BEFORE).get_model("ideas", "Upload")
    waiting = old.objects.create(photo="uploads/1.webp")
    migrate([("common", "0001_initial"), ("ideas", "0008_uploads_left")])
    assert list(Upload.objects.values_list("pk", "token", "photo")) == [(waiting.pk, waiting.token, "uploads/1.webp")]
    old.objects.create(photo="uploads/2.webp")
    assert Upload.objects.count() == 2, "a process of before still runs while machines follow one by one"
