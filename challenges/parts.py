"""The parts of a question's page and card, and the part that questions add to an idea's page and card."""

from realtime.parts import NAMES, PartKind, in_view

NAMED = ("words_revision", NAMES)
HEAD = ("state_revision", *NAMED)
CARD_CHANGES = ("state_revision", "stance_revision", "ideas_revision", *NAMED)

CHALLENGE_CARD = PartKind("challenge-card", "challenges/_challenge_card.html", CARD_CHANGES, ("card",))
PARTS = (
    PartKind("challenge-head", "challenges/_challenge_head.html", HEAD),
    PartKind("challenge-rules", "challenges/_challenge_rules.html", ("words_revision", "stance_revision")),
    PartKind("challenge-words", "challenges/_challenge_words.html", NAMED),
    PartKind("challenge-story", "challenges/_challenge_story.html", ("state_revision", NAMES)),
    PartKind("challenge-report", "challenges/_challenge_report.html", ("state_revision", NAMES)),
    PartKind("challenge-count", "challenges/_challenge_count.html", ("ideas_revision",)),
    CHALLENGE_CARD,
)
# On an idea's page and card; its revision is that of the idea's Answering row, or of its names
ON_IDEA = (PartKind("idea-question", "challenges/_idea_question.html", (), ("page", "card")),)
WHOLE_PAGE = PartKind("challenge", "challenges/_challenge_gone.html", NAMED)
VIEWS = ("page", "card")
PARTS_IN = {view: in_view(PARTS, view) for view in VIEWS}
