"""The lines about answers on the page *Nieuw voor jou*. They say how it is now. mails.py says to whom."""

from django.db.models import QuerySet
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from answers.models import Answer
from common.languages import Theirs
from ideas.models import Idea
from ideas.models.due import is_late
from ideas.words import due_words
from notifications.subjects import Line, Subject


def answers() -> QuerySet[Answer]:
    return Answer.objects.with_words().filter(idea__is_hidden=False).select_related("idea__lab", "draft__approval")


SUBJECTS = (Subject("answers.Answer", answers, "huis", 6, lambda answer: answer.idea),)


def owed(answer: Answer, times: int) -> Line:
    """The answer is going to come, or came, or comes no more."""
    if answer.given_at:
        return line(answer, _("The answer about %(title)s has come"))
    if answer.closed_at:
        return line(answer, _("No answer comes any more about %(title)s"))
    first = answer.first_due if answer.first_due < answer.due else None
    words = _("The municipality is going to answer about %(title)s")
    return line(answer, words, remark=". ".join(filter(None, [due_words(answer.due, first), work_words(answer)])))


def work_words(answer: Answer) -> str:
    """Say who works on it; empty for nobody."""
    if answer.owner and answer.team:
        return _("%(name)s of %(team)s works on it.") % {"name": answer.owner.name, "team": answer.team.name}
    return _("%(name)s works on it.") % {"name": answer.owner.name} if answer.owner else ""


def date_chosen(answer: Answer, times: int) -> Line:
    last = list(answer.dates.all())[-1:]
    if not answer.is_owed or not last:
        return owed(answer, times)
    first = answer.first_due if answer.first_due < answer.due else None
    words = _("There is a new date for the answer about %(title)s")
    return line(answer, words, last[0].reason, due_words(answer.due, first))


def given(answer: Answer, times: int) -> Line:
    return with_last_words(answer, _("The municipality answers about %(title)s"))


def corrected(answer: Answer, times: int) -> Line:
    """First what was corrected, and why: the words may begin as before."""
    told = with_last_words(answer, _("The municipality corrected its answer about %(title)s"))
    last = answer.last_version
    return told._replace(more=f"{last.reason}\n\n{last.words}") if last and last.reason else told


def passed(answer: Answer, times: int) -> Line:
    """For colleagues. It doesn't repeat their words: those stand on the page of their work."""
    return for_work(answer, _("A colleague gives you the answer about %(title)s"))


def handed_on(answer: Answer, times: int) -> Line:
    return for_work(answer, _("A colleague gave the answer about %(title)s, which was yours, to somebody else"))


def came_back(answer: Answer, times: int) -> Line:
    return for_work(answer, _("The answer about %(title)s came back to your team"))


def asked(answer: Answer, times: int) -> Line:
    """For colleagues, who also ask each other about an answer that was given."""
    if answer.closed_at:
        return owed(answer, 1)
    return on_work_page(line(answer, _("A colleague asks you something about %(title)s")))


def to_read(answer: Answer, times: int) -> Line:
    """For colleagues. The words of a draft stand on its own page only."""
    return for_draft(answer, _("A colleague asks you to read the answer about %(title)s before it is online"))


def to_approve(answer: Answer, times: int) -> Line:
    """For an alderman. It says how it is now."""
    if hasattr(answer, "draft") and hasattr(answer.draft, "approval"):
        return for_draft(answer, _("The answer about %(title)s is approved"))
    return for_draft(answer, _("Do you agree with the answer about %(title)s?"))


def fine(answer: Answer, times: int) -> Line:
    return for_draft(answer, _("A colleague agrees with your answer about %(title)s"))


def approved(answer: Answer, times: int) -> Line:
    return for_draft(answer, _("The alderman approves your answer about %(title)s"))


def noted(answer: Answer, times: int) -> Line:
    return for_draft(answer, _("A colleague noted your approval of the answer about %(title)s"))


def remark(answer: Answer, times: int) -> Line:
    return for_draft(answer, _("There is a remark about your answer about %(title)s"))


def lapsed(answer: Answer, times: int) -> Line:
    return for_draft(answer, _("The approval of your answer about %(title)s is taken back"))


def reminder(answer: Answer, times: int) -> Line:
    """For colleagues, as it is now: the answer may be late since."""
    if is_late(answer.due):
        return overdue(answer, times)
    return for_work(answer, _("The answer about %(title)s is due soon"), due_words(answer.due, None))


def overdue(answer: Answer, times: int) -> Line:
    if not is_late(answer.due):
        return date_chosen(answer, times)
    return for_work(answer, _("The answer about %(title)s is late"), due_words(answer.due, None))


def unclear(answer: Answer, times: int) -> Line:
    """For colleagues. The question itself stands on the page for them."""
    address = f"{answer.idea.get_absolute_url()}antwoord/onduidelijk/"
    return line(answer, _("A reader has a question about the answer to %(title)s"))._replace(address=address)


def cleared(answer: Answer, times: int) -> Line:
    return line(answer, _("There is a reply to your question about the answer to %(title)s"))


def for_work(answer: Answer, words: str, remark: str = "") -> Line:
    if not answer.is_owed:
        return owed(answer, 1)
    return on_work_page(line(answer, words, remark=remark))


def on_work_page(told: Line) -> Line:
    return told._replace(address=f"{told.address}antwoord/werk/")


def for_draft(answer: Answer, words: str) -> Line:
    if not hasattr(answer, "draft"):
        return owed(answer, 1)
    return line(answer, words)._replace(address=f"{answer.idea.get_absolute_url()}antwoord/concept/")


def with_last_words(answer: Answer, words: str) -> Line:
    """The answer, with all ideas that got it."""
    last = answer.last_version
    told = line(answer, words, last.words, last.heading) if last else line(answer, words)
    if not answer.also:
        return told
    return told._replace(facts={"title": Theirs(joined_titles([answer.idea, *answer.also]))})


def joined_titles(ideas: list[Idea]) -> str:
    """Return "Pluktuin, Rozenpad and Fietsbus"."""
    return get_text_list([idea.title for idea in ideas], _("and"))


def line(answer: Answer, words: str, more: str = "", remark: str = "") -> Line:
    idea = answer.idea
    return Line(words, {"title": Theirs(idea.title)}, idea.get_absolute_url(), idea.lab, more, remark)
