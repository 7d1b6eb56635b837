"""Uploads moved from `ideas` to `common`: existing uploads stay."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from common.models import Upload

BEFORE = [("common", None), ("ideas", "0007_indexes_for_large_labs")]


@pytest.fixture
def back_to_now():
    yield
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_photo_that_waited_before_the_move_waits_after_it(back_to_now):
    MigrationExecutor(connection).migrate(BEFORE)
    old = MigrationExecutor(connection).loader.project_state(BEFORE[1:]).apps.get_model("ideas", "Upload")
    waiting = old.objects.create(photo="uploads/1.webp")
    MigrationExecutor(connection).migrate([("common", "0001_initial"), ("ideas", "0008_uploads_left")])
    assert list(Upload.objects.values_list("pk", "token", "photo")) == [(waiting.pk, waiting.token, "uploads/1.webp")]
    old.objects.create(photo="uploads/2.webp")
    assert Upload.objects.count() == 2, "a process of before still runs while machines follow one by one"
