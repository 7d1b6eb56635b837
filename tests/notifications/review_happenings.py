"""What happens in the village to decisions of moderators that are looked at again; joins EVENTS."""

from datetime import timedelta

from common import clock
from moderation.chores import remind_reviews
from moderation.models import Case, ModerationSettings, Review, looking_along, report
from moderation.models.closing import close_talk, open_talk
from moderation.models.reviewing import ask as ask_review
from moderation.models.reviewing import decide_review
from notifications.notices import untold
from tests.factories import make_lab, make_member
from tests.notifications.draft_happenings import EVENTS, decided, reported
from tests.notifications.happenings import SPAM, Happening
from tests.notifications.village import INTERNAL, MORNING, Village


def to_review(village: Village) -> Case:
    """Noor hid Chaima's comment, so Mo may look again."""
    noor = make_member(village.lab, "Noor", "moderator")
    with untold():
        comment = village.idea("supported").comments.earliest("pk")
        comment.hide(noor, SPAM, "Staat er twee keer.")
    return Case.objects.get(comment=comment)


def review_asked(village: Village) -> None:
    ask_review(to_review(village), village.chaima, INTERNAL)


def review_of_mine(outcome: str) -> Happening:
    """Each Bram reported what stays, and asks."""

    def happens(village: Village) -> None:
        noor = make_member(village.lab, "Noor", "moderator")
        with untold():
            case = reported(village, *village.brams.values())
            case.decide(village.mo, "nothing", explanation="Dit mag.")
            for bram in village.brams.values():
                ask_review(case, bram, INTERNAL)
        decide_review(case, noor, outcome, "Dit is waarom.", SPAM if outcome == "hide" else "")

    return happens


def mine_is_back(village: Village) -> None:
    with untold():
        case = to_review(village)
        ask_review(case, village.chaima, INTERNAL)
    decide_review(case, village.mo, "restore", "Dit mag.")


def neighbour_asked(village: Village) -> None:
    """Only Mo moderates, and hid it; Noor is a moderator of the next village."""
    there = make_lab("buurdorp", municipality="Buur")
    with untold():
        comment = village.idea("supported").comments.earliest("pk")
        comment.hide(village.mo, SPAM, "Staat er twee keer.")
    case = Case.objects.get(comment=comment)
    ModerationSettings.objects.create(
        lab=village.lab, neighbour=make_member(there, "Noor", "moderator"), agreed_at=clock.now()
    )
    ask_review(case, village.chaima, INTERNAL)


def talk_opened(village: Village) -> None:
    with untold():
        close_talk(village.idea("supported"), village.mo, SPAM, "Het werd een ruzie.")
    open_talk(village.idea("supported"), make_member(village.lab, "Noor", "moderator"), "Het is weer rustig.")


def asked_to_look_along(village: Village) -> None:
    """Mo runs the lab too, and asks Noor of the next village."""
    noor = make_member(make_lab("buurdorp", name="Buurdorp", municipality="Buur"), "Noor", "moderator")
    ModerationSettings.change(village.mo, ModerationSettings.objects.of(village.lab).state, neighbour=noor)


def asked_no_more(village: Village) -> None:
    with untold():
        says(is_yes=True)(village)
    ModerationSettings.change(village.mo, ModerationSettings.objects.of(village.lab).state, neighbour=None)


def says(is_yes: bool) -> Happening:
    def happens(village: Village) -> None:
        with untold():
            asked_to_look_along(village)
        settings = ModerationSettings.objects.get(lab=village.lab)
        assert settings.neighbour
        looking_along.answer(village.lab, settings.neighbour, is_yes)

    return happens


def paused_by_case(outcome: str) -> Happening:
    """Mo paused Chaima from the case of her comment, and she asks; Noor decides."""

    def happens(village: Village) -> None:
        noor = make_member(village.lab, "Noor", "moderator")
        with untold():
            case = reported(village, village.anna)
            case.decide(village.mo, "pause", "abuse", "Je schold.", 7)
            ask_review(case, village.chaima, INTERNAL)
        decide_review(case, noor, outcome, "Dit is waarom.")

    return happens


def asked_to_change(outcome: str) -> Happening:
    """Mo asked Chaima to change her comment, and she asks for another look; Noor decides."""

    def happens(village: Village) -> None:
        noor = make_member(village.lab, "Noor", "moderator")
        with untold():
            case = reported(village, village.anna)
            case.decide(village.mo, "ask", SPAM, "Haal het weg.")
            ask_review(case, village.chaima, INTERNAL)
        decide_review(case, noor, outcome, "Dit is waarom.")

    return happens


def reported_is_back(village: Village) -> None:
    """Everybody named Bram reported Chaima's comment, and Noor hid it; she asks, and Mo puts it back."""
    noor = make_member(village.lab, "Noor", "moderator")
    with untold():
        case = reported(village, *village.brams.values())
        case.decide(noor, "hide", SPAM, "Staat er twee keer.")
        ask_review(case, village.chaima, INTERNAL)
    decide_review(case, village.mo, "restore", "Dit mag.")


def review_due(days: int) -> Happening:
    """A review that was asked long ago is due in so many days."""

    def happens(village: Village) -> None:
        with untold():
            case = to_review(village)
            ask_review(case, village.chaima, INTERNAL)
        due = (MORNING + timedelta(days=days)).date()
        Review.objects.update(due=due, asked_at=MORNING - timedelta(days=9))
        remind_reviews()

    return happens


def urgent(village: Village) -> None:
    report(village.idea("supported").comments.earliest("pk"), village.ruud, "privacy", INTERNAL)


def folded(village: Village) -> None:
    """Not by Bram, who works for the municipality elsewhere."""
    wies, xander = (make_member(village.lab, name) for name in ("Wies", "Xander"))
    comment = village.idea("supported").comments.earliest("pk")
    with untold():
        report(comment, wies, "privacy", INTERNAL)
    report(comment, xander, "threat", INTERNAL)


def unfolded(village: Village) -> None:
    with untold():
        folded(village)
    Case.objects.get().decide(village.mo, "nothing", "", "Dit is waarom.")


EVENTS |= {
    "my report: the conversation is closed": decided("close", SPAM),
    "a conversation is closed directly": lambda village: close_talk(
        village.idea("supported"), village.mo, SPAM, "Het werd een ruzie."
    ),
    "a conversation is opened again": talk_opened,
    "looking along: asked": asked_to_look_along,
    "looking along: no longer asked": asked_no_more,
    "looking along: yes": says(is_yes=True),
    "looking along: no": says(is_yes=False),
    "something urgent is reported": urgent,
    "closed until a moderator looked": folded,
    "closed until a moderator looked, and opened": unfolded,
    "another look: asked": review_asked,
    "another look: due tomorrow": review_due(1),
    "another look: late": review_due(-1),
    "another look: the neighbour is asked": neighbour_asked,
    "another look: it stays, my report": review_of_mine("confirm"),
    "another look: it is hidden, my report": review_of_mine("hide"),
    "another look: my words are back": mine_is_back,
    "another look: my report is back": reported_is_back,
    "another look: I take part again": paused_by_case("takes_part"),
    "another look: I still don't take part": paused_by_case("confirm"),
    "another look: I need not change it": asked_to_change("stays"),
    "another look: I must still change it": asked_to_change("confirm"),
}
