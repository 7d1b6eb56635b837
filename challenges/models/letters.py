"""The notices that the verbs of questions write. Their readers and words: mails.py."""

from typing import TYPE_CHECKING

from notifications.notices import notify

if TYPE_CHECKING:
    from accounts.models import User
    from challenges.models.challenge import Challenge
    from challenges.models.hidden import ChallengeHiding
    from labs.models import Membership


def writer_of(challenge: "Challenge") -> "User | None":
    """Return the person to tell; None: they left."""
    return challenge.author.user if challenge.author else None


def closed(challenge: "Challenge", by: "Membership | None") -> None:
    """Tell everybody who takes part or follows it that it takes no ideas any more. `by` None: its last day is over."""
    notify("question_closed", challenge, by=by and by.pk)


def reported(challenge: "Challenge", by: "Membership") -> None:
    """Tell everybody who took part or follows it what came of it. Once: a correction tells nobody."""
    notify("question_reported", challenge, by=by.pk)


def hidden(challenge: "Challenge", hiding: "ChallengeHiding") -> None:
    """Tell the author that the question is hidden, why, and what they can do."""
    notify("question_hidden", challenge, hiding=hiding.pk)


def restored(challenge: "Challenge", hiding: "ChallengeHiding") -> None:
    """Tell the author that everybody can read it again, and why."""
    notify("question_restored", challenge, hiding=hiding.pk)
