"""Prove that a person without an account reads a mailbox: `ask` mails a code, `check` checks it and calls a verb.

The typed values of their form wait in the proof, and are deleted with it. Each purpose has its own codes. The limits
are the same as for sign-in codes, but counted separately (decision 0053).
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from accounts import known
from accounts.codes import Mailed, count_wrong, mail_new_code
from accounts.intent import AN_HOUR
from accounts.models import CodeResult, MailboxProof
from common.network import network_of
from common.rate_limits import wait

KEPT, MOST = "guests", 5  # in the session: the tokens of proofs, newest last


def ask(request: HttpRequest, purpose: str, address: str, wish: dict[str, Any]) -> Mailed:
    """Mail a code to `address`, and store in this browser's session that the form `wish` waits for it.

    If the result has `trouble` and not `newest_works`, nothing was mailed or stored.
    The view that calls this needs the decorator `mails` (common/turns.py).
    """
    proof = MailboxProof.ask(purpose, address, wish, is_known=known.knows(request, address))
    mailed = mail_new_code(request, proof)
    if mailed.trouble and not mailed.newest_works:
        proof.delete()
    else:
        _remember(request, proof)
    return mailed


def _remember(request: HttpRequest, proof: MailboxProof) -> None:
    """Store only the token. The session of somebody who isn't signed in ends after an hour."""
    request.session[KEPT] = [*request.session.get(KEPT, []), proof.token][-MOST:]
    if not request.user.is_authenticated:
        request.session.set_expiry(AN_HOUR)


def asked(request: HttpRequest, purpose: str) -> list[MailboxProof]:
    """Return the proofs that this browser asked for, newest last, also those that were used."""
    tokens = request.session.get(KEPT, [])
    proofs = MailboxProof.objects.filter(token__in=tokens, purpose=purpose)
    return sorted(proofs, key=lambda proof: tokens.index(proof.token))


def check[T](
    request: HttpRequest, proof: MailboxProof, code: str, act: Callable[[str], T]
) -> tuple[CodeResult, T | None]:
    """Check the code. If it is right, call `act` with the proven address, once, in the same transaction.

    If `act` raises an exception, the code still works.
    """
    short_will_do = not wait("wrong_code", network_of(request))
    with transaction.atomic():
        address = proof.address
        result = proof.use(code, short_will_do)
        done = act(address) if result is CodeResult.RIGHT else None
    count_wrong(request, proof, result)
    return result, done
