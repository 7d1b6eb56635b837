"""Codes of guests were sign-in codes; a guest who waits for a mail during the upgrade goes on afterwards."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import CodeResult, MailboxProof, SignInCode
from tests.events.factories import make_gathering
from tests.events.test_sign_up_pages import at, guest
from tests.factories import make_lab, make_member
from tests.migrating import migrate, migrate_to_now

BEFORE = [("accounts", "0007_mailbox_proof")]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_guest_and_someone_who_signs_in_go_on_after_the_upgrade(client, back_to_now):
    gathering = make_gathering(make_member(make_lab(), "Anna"))
    signs_in = SignInCode.ask("anna@example.org", {"path": "/"}, "/")
    token, code = guest(client, gathering)
    proof = MailboxProof.objects.values().get()
    migrate(BEFORE)
    assert not MailboxProof.objects.exists()
    old = SignInCode.objects.exclude(pk=signs_in.pk).values().get()
    assert (old["landing"], old["act"], old["token"]) == ("", proof["wish"], token)
    migrate_to_now()
    assert MailboxProof.objects.values().get() == proof | {"id": MailboxProof.objects.get().pk}
    assert SignInCode.objects.get() == signs_in
    answer = client.post(at("sign_up_code", gathering), {"token": token, "code": code})
    assert answer.headers["Location"].startswith(gathering.get_absolute_url())
    assert gathering.attendances.get().name == "Tinus"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_used_stays_used(back_to_now):
    proof = MailboxProof.ask("sign_up", "tinus@example.org", {"gathering": 1})
    code = proof.new_code()
    with transaction.atomic():
        assert proof.use(code) is CodeResult.RIGHT
    proof.settle(gathering=1, party=2)
    migrate(BEFORE)
    migrate_to_now()
    moved = MailboxProof.objects.get()
    assert (moved.wish, moved.used_at) == ({"gathering": 1, "party": 2}, proof.used_at)
    assert moved.used_at <= timezone.now()
