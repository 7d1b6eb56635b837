"""The lines about cases on the page *Nieuw voor jou*. mails.py says who reads what."""

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.times import day_words
from labs.models import Membership
from moderation.again import GONE, ended_words
from moderation.models import (
    Case,
    CaseStep,
    DecisionKind,
    ModerationSettings,
    Review,
    Step,
    ThingKind,
)
from notifications.subjects import Line, Subject

FOLDED = gettext_lazy("Closed until a moderator has looked")


def cases() -> QuerySet[Case]:
    return Case.objects.with_reviews()


def opened(case: Case, times: int) -> Line:
    remark = _("Decide by %(day)s") % {"day": day_words(case.due)} if case.is_open else _("A moderator has decided.")
    return Line(reported_words(case), {}, case.get_absolute_url(), case.lab, remark=remark)


def reported_words(case: Case) -> str:
    """Say it without a title: who reads it may have lost the role, and the thing may be hidden since."""
    return {
        ThingKind.IDEA: _("Somebody reported an idea"),
        ThingKind.COMMENT: _("Somebody reported a comment"),
        ThingKind.CHALLENGE: _("Somebody reported a question"),
        ThingKind.GATHERING: _("Somebody reported a gathering"),
        ThingKind.PHOTO: _("Somebody reported a photo"),
        ThingKind.NAME: _("Somebody reported a name"),
    }[ThingKind(case.kind)]


def urgent(case: Case, times: int) -> Line:
    """Say that this is looked at first, until it is decided."""
    if not case.is_open:
        return opened(case, times)
    remark = FOLDED if case.is_folded else _("We look at this first.")
    return Line(reported_words(case), {}, case.get_absolute_url(), case.lab, remark=str(remark))


def folded(case: Case, times: int) -> Line:
    """Say to the writer that it is closed, and what came of it: other news says the same then."""
    if case.is_folded:
        return Line(folded_words(case), {}, case.path_for_writer, case.lab, remark=_("You can read it yourself."))
    if case.is_open:
        return asked(case, times)
    outcome = case.outcome
    return unfolded(case, times) if outcome and outcome.kind == DecisionKind.NOTHING_WRONG else hidden(case, times)


def unfolded(case: Case, times: int) -> Line:
    words = _("A moderator looked. Everybody can read it again.")
    if case.kind == ThingKind.PHOTO:
        words = _("A moderator looked. Everybody can see it again.")
    return Line(words, {}, case.path_for_writer, case.lab)


def folded_words(case: Case) -> str:
    return {
        ThingKind.IDEA: _("Your idea is closed until a moderator has looked"),
        ThingKind.COMMENT: _("Your comment is closed until a moderator has looked"),
        ThingKind.CHALLENGE: _("Your question is closed until a moderator has looked"),
        ThingKind.GATHERING: _("Your gathering is closed until a moderator has looked"),
        ThingKind.PHOTO: _("Your photo is closed until a moderator has looked"),
    }[ThingKind(case.kind)]


def due_soon(case: Case, times: int) -> Line:
    if not case.is_open:
        return opened(case, times)
    words = _("Something that was reported waits for a decision, by %(day)s") % {"day": day_words(case.due)}
    return Line(words, {}, case.get_absolute_url(), case.lab)


def late(case: Case, times: int) -> Line:
    if not case.is_open:
        return opened(case, times)
    return Line(_("Something that was reported is late"), {}, case.get_absolute_url(), case.lab)


def changed(case: Case, times: int) -> Line:
    remark = _("Decide by %(day)s") % {"day": day_words(case.due)}
    return Line(_("The writer changed what was reported"), {}, case.get_absolute_url(), case.lab, remark=remark)


def asked(case: Case, times: int) -> Line:
    """Say what the writer is asked, until that is over."""
    if not case.is_open:
        return hidden(case, times)
    remark = str(case.asked.get_reason_display()) if case.asked else ""
    return Line(_("A moderator asks you to change something"), {}, case.path_for_writer, case.lab, remark=remark)


def ended(case: Case, times: int) -> Line:
    address = reverse("reports", kwargs={"lab_slug": case.lab.slug})
    outcome = case.outcome
    if case.is_back:
        return Line(_("A moderator put back what you reported."), {}, address, case.lab)
    if outcome and outcome.kind == DecisionKind.NOTHING_WRONG:
        return Line(_("A moderator looked at what you reported. It stays."), {}, address, case.lab)
    if outcome and outcome.kind == DecisionKind.HIDE:
        return Line(_("A moderator looked at what you reported. It is hidden."), {}, address, case.lab)
    if outcome and outcome.kind == DecisionKind.CLOSE:
        return Line(_("A moderator closed the conversation because of what you reported."), {}, address, case.lab)
    if outcome and outcome.kind == DecisionKind.PAUSE:
        return Line(_("A moderator did something about what you reported. It stays."), {}, address, case.lab)
    return Line(_("A moderator looked at what you reported. It is gone."), {}, address, case.lab)


def hidden(case: Case, times: int) -> Line:
    """Say what was decided about their words and why; that it is hidden, until it is back."""
    outcome = case.outcome
    if case.is_back:
        return Line(back_words(case), {}, case.path_for_writer, case.lab)
    if outcome and outcome.kind == DecisionKind.CLOSE:
        words = _("A moderator closed a conversation") if not case.is_open_again else _("A conversation is open again")
        return Line(words, {}, case.path_for_writer, case.lab, remark=str(outcome.get_reason_display()))
    if outcome and outcome.kind != DecisionKind.HIDE:
        is_pause = outcome.kind == DecisionKind.PAUSE
        words = _("You are not taking part for some days") if is_pause else _("A moderator looked at it again")
        remark = str(outcome.get_reason_display()) if is_pause else ""
        return Line(words, {}, case.path_for_writer, case.lab, remark=remark)
    words = {
        ThingKind.IDEA: _("A moderator hid your idea"),
        ThingKind.COMMENT: _("A moderator hid your comment"),
        ThingKind.CHALLENGE: _("A moderator hid your question"),
        ThingKind.GATHERING: _("A moderator hid your gathering"),
        ThingKind.PHOTO: _("A moderator hid your photo"),
        ThingKind.NAME: _("A moderator hid your name"),
    }[ThingKind(case.kind)]
    remark = str(outcome.get_reason_display()) if outcome else ""
    return Line(words, {}, case.path_for_writer, case.lab, remark=remark)


def back_words(case: Case) -> str:
    return {
        ThingKind.IDEA: _("A moderator put your idea back"),
        ThingKind.COMMENT: _("A moderator put your comment back"),
        ThingKind.CHALLENGE: _("A moderator put your question back"),
        ThingKind.GATHERING: _("A moderator put your gathering back"),
        ThingKind.PHOTO: _("A moderator put your photo back"),
        ThingKind.NAME: _("A moderator put your name back"),
    }[ThingKind(case.kind)]


def to_review(case: Case, times: int) -> Line:
    """Say it without a title, as `opened` does."""
    review = case.review
    remark = _("Decide by %(day)s") % {"day": day_words(review.due)} if review and review.is_open else ""
    words = _("Somebody asks to have a moderator's decision looked at again")
    return Line(words, {}, case.get_absolute_url(), case.lab, remark=remark)


def review_due_soon(case: Case, times: int) -> Line:
    review = case.review
    if review is None or not review.is_open:
        return to_review(case, times)
    words = _("Somebody waits for a new review, by %(day)s") % {"day": day_words(review.due)}
    return Line(words, {}, case.get_absolute_url(), case.lab)


def review_late(case: Case, times: int) -> Line:
    if case.review is None or not case.review.is_open:
        return to_review(case, times)
    return Line(_("A new review is late"), {}, case.get_absolute_url(), case.lab)


def reviews() -> QuerySet[Review]:
    return Review.objects.open().select_related("decision__case__lab", "neighbour__lab")


def handed(review: Review, times: int) -> Line:
    """Ask the moderator of a neighbouring lab to look."""
    remark = _("Decide by %(day)s") % {"day": day_words(review.due)}
    words = _("%(lab)s asks you to look again at a moderator's decision")
    return Line(words, {"lab": review.lab.name}, review.get_absolute_url(), review.lab, remark=remark)


def reviewed(case: Case, times: int) -> Line:
    """Tell who asked for another look how it ended."""
    words = str(ended_words(case.review)) if case.review else str(GONE)
    return Line(words, {}, case.path_to_ask, case.lab)


def review_ended(case: Case, times: int) -> Line:
    """Tell a moderator what became of their decision."""
    words = _("Another moderator looked again at what you decided")
    remark = case.review.get_outcome_display() if case.review else ""
    return Line(words, {}, case.get_absolute_url(), case.lab, remark=remark)


# Looking along in another lab


def handed_steps() -> QuerySet[CaseStep]:
    """Return the cases that were handed to a neighbour, until they are decided or get another day."""
    handed = CaseStep.objects.filter(step=Step.HANDED, case__decided_at=None, day=F("case__due"))
    return handed.select_related("case__lab", "to__lab", "to__user")


def case_handed(step: CaseStep, times: int) -> Line:
    """Say it without a title, as `opened` does."""
    words = _("Something that was reported in %(lab)s waits for you")
    return Line(words, {"lab": step.lab.name}, step.get_absolute_url(), step.lab)


def asked_to_look_along() -> QuerySet[Membership]:
    """Return the moderators whom a lab asks, until they say yes or no."""
    asked = ModerationSettings.objects.unanswered().values("neighbour")
    return Membership.objects.filter(pk__in=asked).select_related("lab")


def path_to_look_along(member: Membership) -> str:
    return reverse("looking_along", kwargs={"lab_slug": member.lab.slug})


def look_along(member: Membership, times: int) -> Line:
    """Ask it without the name of the lab, which stands on the page: it may ask somebody else by then."""
    words = _("Another lab asks whether you look along with its moderators")
    return Line(words, {}, path_to_look_along(member), member.lab)


def settings_with_neighbour() -> QuerySet[ModerationSettings]:
    named = ModerationSettings.objects.filter(neighbour__isnull=False)
    return named.select_related("lab", "neighbour__user", "neighbour__lab")


def said_to_look_along(settings: ModerationSettings, times: int) -> Line:
    neighbour = settings.neighbour
    address = reverse("lab_moderation", kwargs={"lab_slug": settings.lab.slug})
    facts = {"moderator": neighbour.name, "lab": neighbour.lab.name} if neighbour else {}
    if settings.agreed_at:
        return Line(_("%(moderator)s of %(lab)s looks along with your moderators"), facts, address, settings.lab)
    if settings.declined_at:
        words = _("%(moderator)s of %(lab)s doesn't look along with your moderators")
        return Line(words, facts, address, settings.lab, remark=_("You can ask somebody else."))
    return Line(_("%(moderator)s of %(lab)s was asked to look along"), facts, address, settings.lab)


SUBJECTS = (
    Subject("moderation.Case", cases, "schild", 6),
    Subject("moderation.CaseStep", handed_steps, "schild", 6),
    Subject("moderation.Review", reviews, "schild", 6),
    Subject("labs.Membership", asked_to_look_along, "schild", 6),
    Subject("moderation.ModerationSettings", settings_with_neighbour, "schild", 6),
)
