"""The parts of a gathering's page, card and poster, and the parts that events adds to an idea's page."""

from realtime.parts import NAMES, PartKind, in_view

NAMED = ("words_revision", NAMES)
SAID = ("aloud_revision", NAMES)
CARD_CHANGES = (*NAMED, "seats_revision")
# On pages its id and class are still `ticket`: pages that are open during an upgrade know no other name
GATHERING_CARD = PartKind("ticket", "events/_gathering_card.html", CARD_CHANGES, ("card", "agenda"))
POSTER = PartKind("poster", "events/_poster.html", CARD_CHANGES, ("poster",))

PARTS = (
    PartKind("gathering-head", "events/_gathering_head.html", NAMED),
    PartKind("gathering-words", "events/_gathering_words.html", ("words_revision",)),
    PartKind("gathering-way", "events/_gathering_way.html", NAMED),
    PartKind("seats", "events/_seats.html", ("seats_revision",)),
    PartKind("table", "events/_table.html", ("table_revision",)),
    PartKind("aloud", "events/_aloud.html", SAID),
    PartKind("dates", "events/_dates.html", ("dates_revision",)),
    PartKind("outcome", "events/_outcome.html", ("words_revision",)),
    GATHERING_CARD,
    POSTER,
)
WHOLE_PAGE = PartKind("gathering", "events/_gathering_gone.html", NAMED)  # while it is hidden
VIEWS = ("page", "card", "agenda", "poster")  # agenda: the agenda of all labs, with the lab's name
PARTS_IN = {view: in_view(PARTS, view) for view in VIEWS}

MONTH = PartKind("month", "events/_month.html", ("revision",), ("gatherings",))  # its id is month-<lab>-<year>-<month>

# On an idea's page; their revision is the largest of the idea's TableIdea rows
ON_IDEA = (
    PartKind("on-table", "events/_on_table.html", ()),
    PartKind("meetings", "events/_meetings.html", ()),
)
ALOUD_ON_IDEA = PartKind("idea-aloud", "events/_aloud_on_idea.html", ())  # of its Aloud rows, or its names
