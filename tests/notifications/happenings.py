"""What happens in the village: each event by its name, as in mails.txt. A later one knows nothing of earlier ones."""

from collections.abc import Callable
from datetime import timedelta

from answers.models import Answer
from answers.models.answer import ask
from ideas.chores import show_lateness
from ideas.models import Idea, IdeaPhoto, Status
from labs.models import RESIDENT_VOICE, HidingReason
from tests.answers.conftest import voice_of
from tests.answers.conftest import words as answer_words
from tests.factories import make_comment
from tests.mails import work_off
from tests.news import start_anew
from tests.notifications.village import MORNING, RELATIONS, SOON, Village

SPAM = HidingReason.SPAM
Happening = Callable[[Village], object]
EVENTS: dict[str, Happening] = {}


def at_ideas(
    name: str,
    happens: Callable[[Village, Idea], object],
    *relations: str,
    before: Callable[[Village, Idea], object] = lambda village, idea: None,
) -> None:
    """Let it happen to the idea that Bram has each relation to; what must be there `before` is told already."""

    def at(relation: str) -> Happening:
        def event(village: Village) -> None:
            ideas = village.with_relation(relation)
            for idea in ideas:
                before(village, idea)
            start_anew()
            for idea in ideas:
                happens(village, Idea.objects.get(pk=idea.pk))

        return event

    for relation in relations or RELATIONS:
        EVENTS[f"{name}, {relation}"] = at(relation)


# Ideas


def status(village: Village, idea: Idea, status: str = Status.DOING) -> None:
    day = SOON if status == Status.NOT_NOW else None
    idea.set_status(village.mo, RESIDENT_VOICE, status, "De schep is er.", "We bellen.", day)


def two_statuses(village: Village, idea: Idea) -> None:
    status(village, idea, Status.TALKING)
    status(village, idea)


def late(village: Village, idea: Idea) -> None:
    day = (MORNING - timedelta(days=1)).date()
    idea.answers.update(due=day)
    Idea.objects.filter(pk=idea.pk).update(answer_due=day)
    show_lateness()


def comment(village: Village, idea: Idea) -> None:
    make_comment(idea, village.chaima, "Ik heb hout.")


def reply(village: Village, idea: Idea) -> None:
    make_comment(idea, village.ruud, "Ik ook.", idea.comments.filter(parent=None).get())


def first_comment(village: Village, idea: Idea) -> None:
    if not idea.comments.exists():
        make_comment(idea, village.mo)


def three_comments(village: Village, idea: Idea) -> None:
    for text in ("Een.", "Twee.", "Drie."):
        make_comment(idea, village.chaima, text)


def pledge(village: Village, idea: Idea) -> None:
    idea.pledge(village.chaima, RESIDENT_VOICE, "things", "Een schep.")


def withdraw(village: Village, idea: Idea) -> None:
    idea.withdraw(idea.author, RESIDENT_VOICE, "Ik ga verhuizen.")


def owed(village: Village, idea: Idea) -> None:
    ask(idea, village.ruud, voice_of(village.ruud), "Wij willen het weten.")


def new_date(village: Village, idea: Idea) -> None:
    answer = idea.answers.get()
    answer.choose_date(village.fleur, voice_of(village.fleur), SOON, "De tuinclub kan later.", 0)


def given(village: Village, idea: Idea, kind: str = "no") -> Answer:
    answer = idea.answers.get()
    day = SOON if kind in ("together", "council", "not_now") else None
    to = "ProRail" if kind == "others" else ""
    answer.give(village.fleur, voice_of(village.fleur), **answer_words(kind=kind, day=day, to=to))
    return answer


def corrected(village: Village, idea: Idea) -> None:
    answer = idea.answers.get()
    words = answer_words(words="Hij keert elders.")
    answer.correct(village.fleur, voice_of(village.fleur), answer.versions.get().pk, "Een fout.", **words)


def discussed(village: Village, idea: Idea) -> None:
    gathering = village.gathering("coming")
    there = Idea.objects.filter(pk__in=gathering.table.filter(is_off=False).values("idea"))
    gathering.put_on_table([*there, idea])


def outcome(village: Village, idea: Idea) -> None:
    village.gathering("coming").note_outcomes({idea.pk: "Er komt een bank."})


def owed_and_given(village: Village, idea: Idea) -> None:
    owed(village, idea)
    given(village, Idea.objects.get(pk=idea.pk))


at_ideas("new status", status)
at_ideas("another status twice", two_statuses, "own", "supported")
for one in (Status.DONE, Status.NOT_NOW, Status.REJECTED):
    at_ideas(f"status {one.value}", lambda village, idea, one=one: status(village, idea, one), "supported")
at_ideas("answer late", late, before=owed)
at_ideas("comment", comment)
at_ideas("three comments", three_comments, "own", "posted")
at_ideas("reply to a comment", reply, before=first_comment)
at_ideas("somebody helps", pledge, "own", "helped", "posted")
at_ideas("withdrawn", withdraw, *[one for one in RELATIONS if one != "own"])
at_ideas("answer asked for", owed)
at_ideas("new date", new_date, before=owed)
at_ideas("answered", given, before=owed)
for kind in ("yes", "not_now"):
    at_ideas(f"answered {kind}", lambda village, idea, kind=kind: given(village, idea, kind), "supported", before=owed)
at_ideas("answer corrected", corrected, before=owed_and_given)
at_ideas("on a table", discussed)
at_ideas("outcome of a table", outcome, before=discussed)


# Hidden before the mail goes, or by a moderator


def hidden_after(happens: Callable[[Village, Idea], object]) -> Callable[[Village, Idea], None]:
    def event(village: Village, idea: Idea) -> None:
        happens(village, idea)
        work_off()
        Idea.objects.get(pk=idea.pk).hide(village.mo, SPAM)

    return event


def hidden_before(happens: Callable[[Village, Idea], object]) -> Callable[[Village, Idea], None]:
    """The worker comes after it is hidden."""

    def event(village: Village, idea: Idea) -> None:
        happens(village, idea)
        Idea.objects.get(pk=idea.pk).hide(village.mo, SPAM)

    return event


WITH_BEFORE = {
    "status": (status, first_comment),
    "comment": (comment, first_comment),
    "answered": (given, owed),
    "outcome of a table": (outcome, discussed),
    "answer late": (late, owed),
}
for name, (act, ready) in WITH_BEFORE.items():
    at_ideas(f"{name}, hidden before the mail goes", hidden_after(act), "own", "posted", before=ready)
    at_ideas(f"{name}, hidden before the worker comes", hidden_before(act), "supported", before=ready)


def hide(village: Village, idea: Idea) -> None:
    idea.hide(village.mo, SPAM)


def restore(village: Village, idea: Idea) -> None:
    idea.restore(village.mo, "Het mag.")


def hide_comments(village: Village, idea: Idea) -> None:
    for one in idea.comments.exclude(parent=None).filter(author__isnull=False):
        one.hide(village.mo, SPAM)


def hidden_comment(village: Village, idea: Idea) -> None:
    comment(village, idea)
    work_off()
    idea.comments.last().hide(village.mo, SPAM)


def hide_photo(village: Village, idea: Idea) -> None:
    Idea.objects.filter(pk=idea.pk).update(photo="ideas/foto.webp")
    IdeaPhoto(idea).hide(village.mo, SPAM)


def restore_photo(village: Village, idea: Idea) -> None:
    IdeaPhoto(idea).restore(village.mo, "Het mag.")


at_ideas("hidden", hide, "own", "supported")
at_ideas("photo hidden", hide_photo, "own", "supported")
at_ideas("photo restored", restore_photo, "own", "supported", before=hide_photo)
at_ideas("restored", restore, "own", "supported", before=hide)
at_ideas("my comment hidden", hide_comments, "talked")
at_ideas("comment of another hidden", hidden_comment, "own", "posted")


# One's own acts


def own_acts(village: Village, idea: Idea) -> None:
    for bram in village.brams.values():
        idea.support(bram)


def own_comment(village: Village, idea: Idea) -> None:
    make_comment(idea, idea.author, "Wie doet mee?")


def own_status(village: Village, idea: Idea) -> None:
    idea.set_status(idea.author, RESIDENT_VOICE, Status.DOING, "Ik begin.")


at_ideas("supported by myself", own_acts, "posted")
at_ideas("comment by myself", own_comment, "own")
at_ideas("status by myself", own_status, "own")
at_ideas("withdrawn by myself", withdraw, "own")
