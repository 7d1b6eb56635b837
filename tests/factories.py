"""Fixed people in a small lab, made by plain functions.

Anna wrote the idea, Bram lives in the same neighbourhood, Chaima does not, Mo moderates.
"""

import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from accounts.adapters import FactorAdapter
from accounts.models import User
from ideas.models import Comment, Idea
from labs.models import RESIDENT_VOICE, STAFF, Lab, Membership, Municipality, Neighbourhood, Role


def make_lab(slug: str = "proefdorp", **fields: Any) -> Lab:
    municipality, _new = Municipality.objects.get_or_create(name=fields.pop("municipality", "Proefstad"))
    lab = Lab.objects.create(municipality=municipality, slug=slug, name=fields.pop("name", slug.title()), **fields)
    Neighbourhood.objects.bulk_create(Neighbourhood(lab=lab, name=name) for name in ("Oost", "West"))
    return lab


def make_user(name: str, **fields: Any) -> User:
    existing = User.objects.by_mail(f"{name.lower()}@example.org")
    return existing or User.objects.create_user(f"{name.lower()}@example.org", name, **fields)


def make_member(lab: Lab, name: str = "Anna", *kinds: str, label: str = "") -> Membership:
    """Create a member of `lab` with these kinds of role; `label` is the team or body of each.

    Staff get a second factor; `force_login` counts as having typed its code too (conftest.py).
    """
    member = Membership.objects.create(lab=lab, user=make_user(name))
    for kind in kinds:
        Role.objects.create(membership=member, kind=kind, label=label)
    if STAFF & set(kinds):
        give_factor(member.user)
    return member


def give_factor(user: User, secret: str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP") -> None:
    """Set the second factor without a mail."""
    if user.factor_key:
        return
    user.factor_key = f"slot-{user.pk}"
    User.objects.filter(pk=user.pk).update(factor_key=user.factor_key)
    data = {"secret": FactorAdapter().encrypt(secret), "step": 0}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    RecoveryCodes.activate(user)


def make_idea(author: Membership, title: str = "Pluktuin", **words: Any) -> Idea:
    words = {"opportunity": "Een strook gras kan fruit geven voor het hele dorp."} | words
    return Idea.propose(author, RESIDENT_VOICE, uuid.uuid4(), title=title, **words).thing


def make_comment(idea: Idea, author: Membership, text: str = "Mooi plan.", parent: Comment | None = None) -> Comment:
    return idea.post_comment(author, RESIDENT_VOICE, text, uuid.uuid4(), parent).thing
