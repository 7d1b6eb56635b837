from challenges.models.answering import Answering, attach
from challenges.models.challenge import Challenge
from challenges.models.hidden import ChallengeHiding
from challenges.models.posted import ChallengeSubscription
from challenges.models.states import OFFICIAL, PROMISED, Asker, ChallengeAnswered, ChallengeClosed, Level, State
from challenges.models.story import ChallengeEdit, Step

__all__ = [
    "Answering",
    "Asker",
    "Challenge",
    "ChallengeAnswered",
    "ChallengeClosed",
    "ChallengeEdit",
    "ChallengeHiding",
    "ChallengeSubscription",
    "Level",
    "OFFICIAL",
    "PROMISED",
    "State",
    "Step",
    "attach",
]
