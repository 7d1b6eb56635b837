"""The parts of an idea's page and card. A part that isn't declared here keeps its text when the idea is hidden."""

from realtime.parts import NAMES, PartKind, in_view

NAMED = ("words_revision", NAMES)
PLEDGES = ("pledges_revision", NAMES)
DUE = ("answer_revision", "team_revision")
STORY = ("status_revision", "stance_revision", "closing_revision", *NAMED)  # the first step shows the author's name
CARD_TALK = ("talk_revision", "words_revision")  # the link on a card contains the title

PAGE, CARD = ("page",), ("card",)
BOTH = PAGE + CARD

# On a page these show the row of the idea and names, and nothing else: drawn.py caches them
OF_THE_ROW = (
    PartKind("status", "ideas/_status.html", ("status_revision",), BOTH),
    PartKind("due", "ideas/_due.html", DUE, BOTH),
    PartKind("stance", "ideas/_stance.html", ("stance_revision",), PAGE),
    PartKind("idea-title", "ideas/_title.html", NAMED, BOTH),
    PartKind("idea-author", "ideas/_author.html", NAMED, PAGE),
    PartKind("idea-cover", "ideas/_cover.html", ("words_revision",), PAGE),
    PartKind("idea-words", "ideas/_words.html", ("words_revision",), PAGE),
)
PARTS = (
    *OF_THE_ROW,
    PartKind("tally", "ideas/_tally.html", ("tally_revision",), BOTH),
    PartKind("support-words", "ideas/_support_words.html", ("tally_revision",), BOTH),
    PartKind("need", "ideas/_need.html", ("need_revision",), PAGE),
    PartKind("helpers", "ideas/_pledges.html", PLEDGES, PAGE),
    PartKind("story", "ideas/_story.html", STORY, PAGE),
    PartKind("talk", "ideas/_talk_count.html", ("talk_revision",), PAGE),
    PartKind("talk-closing", "ideas/_talk_closing.html", ("closing_revision",), PAGE),
    PartKind("talk", "ideas/_talk_count.html", CARD_TALK, CARD),
    PartKind("card-cover", "ideas/_card_cover.html", ("words_revision",), CARD),
    PartKind("card-where", "ideas/_card_where.html", NAMED, CARD),
    PartKind("card-stance", "ideas/_card_stance.html", ("stance_revision",), CARD),
    PartKind("card-words", "ideas/_card_words.html", ("words_revision",), CARD),
)
COMMENT = PartKind("comment", "ideas/_comment.html", ("revision",))  # of a comment

# The tombstones of page and card; a list also gets new cards as WHOLE_CARD
WHOLE_PAGE = PartKind("idea", "ideas/_idea_gone.html", NAMED, PAGE)
WHOLE_CARD = PartKind("card", "ideas/_idea_card.html", ("words_revision",), CARD)

PARTS_IN = {view: in_view(PARTS, view) for view in BOTH}
