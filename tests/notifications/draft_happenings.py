"""What happens in the village to drafts, to work that is handed on, and to several ideas at once; joins EVENTS."""

from datetime import timedelta

from answers.models import Answer, Chosen, Note, NoteKind
from answers.models.answer import ask
from answers.models.approval import approve, ask_approval, record_approval, refuse, take_back_approval
from answers.models.draft import ask_to_read, draft_of, keep, say_of_draft, stop_asking, throw_away
from answers.models.owner import put_right
from ideas.models import Idea, IdeaPhoto
from labs.models import MemberName, Membership, RoleKind
from moderation import chores as clock_of_cases
from moderation.models import Case, ModerationSettings, report, report_by_mail
from notifications.notices import untold
from tests.answers.conftest import voice_of
from tests.answers.conftest import words as answer_words
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_member
from tests.mails import work_off
from tests.news import start_anew
from tests.notifications.happenings import SPAM, Happening, owed
from tests.notifications.other_happenings import EVENTS
from tests.notifications.village import DRAFT, INTERNAL, MIND, MORNING, Village

# Drafts: Eva wrote the one about Bankje


def reads_along(village: Village) -> None:
    for bram in village.colleagues.values():
        ask_to_read(village.work_due(30), village.eva, bram, f"{INTERNAL}: klopt de bus?")


def said_of_draft(is_fine: bool) -> Happening:
    """Each Bram asks Eva to read along; what she was asked is answered before the worker comes."""

    def event(village: Village) -> None:
        work = village.work_due(30)
        for bram in village.colleagues.values():
            ask_to_read(work, bram, village.eva, "Goed zo?")
            words = "" if is_fine else f"{INTERNAL}: noem de bus."
            say_of_draft(work, village.eva, is_fine, words, draft_of(work).seen)

    return event


def asked_and_taken_back(village: Village) -> None:
    reads_along(village)
    work = village.work_due(30)
    for note in work.notes.waiting(NoteKind.READING):
        stop_asking(work, village.eva, note.pk)


def thrown_away(village: Village) -> None:
    reads_along(village)
    work = village.work_due(30)
    throw_away(work, village.eva, draft_of(work).seen)


def hidden(village: Village) -> None:
    village.work_due(30).idea.hide(make_member(village.town, "Mo", "moderator"), SPAM)


def hidden_before_the_worker_comes(village: Village) -> None:
    reads_along(village)
    hidden(village)


def hidden_before_the_mail_goes(village: Village) -> None:
    reads_along(village)
    work_off()
    hidden(village)


def reader_left(village: Village) -> None:
    noor = make_member(village.town, "Noor", "civil_servant")
    ask_to_read(village.work_due(30), village.eva, noor, "Klopt de bus?")
    noor.user.is_active = False
    noor.user.save()


# The approval of an alderman: each Bram made an idea, with a draft about it


def drafts(village: Village) -> list[tuple[Membership, Answer]]:
    found = []
    with untold():
        for bram in village.colleagues.values():
            work = ask(make_idea(bram, "Brug"), village.daan, voice_of(village.daan), MIND).thing
            keep(work, village.eva, "", 0, **answer_words(words=f"{DRAFT}: nog niet af."))
            found.append((bram, work))
    return found


def asked_of_wim(village: Village) -> tuple[Membership, list[tuple[Membership, Answer]]]:
    """Each Bram asked the alderman, who stands first, for approval."""
    wim = make_member(village.town, "Wim", "alderman")
    found = drafts(village)
    with untold():
        for bram, work in found:
            ask_approval(work, bram, wim, "Mag dit?")
    return wim, found


def of_aldermen(village: Village) -> list[tuple[Membership, Answer]]:
    for bram in village.colleagues.values():
        bram.roles.create(kind=RoleKind.ALDERMAN, label="")
    return drafts(village)


def alderman_asked(village: Village) -> None:
    for bram, work in of_aldermen(village):
        ask_approval(work, village.eva, bram, f"{INTERNAL}: mag dit?")


def approved(village: Village) -> None:
    wim, found = asked_of_wim(village)
    for _bram, work in found:
        approve(work, wim, draft_of(work).seen)


def refused(village: Village) -> None:
    wim, found = asked_of_wim(village)
    for _bram, work in found:
        refuse(work, wim, f"{INTERNAL}: te stellig.", draft_of(work).seen)


def approval_taken_back(village: Village) -> None:
    wim, found = asked_of_wim(village)
    for _bram, work in found:
        with untold():
            approve(work, wim, draft_of(work).seen)
        take_back_approval(work, wim)


def approved_and_taken_back(village: Village) -> None:
    wim, found = asked_of_wim(village)
    for _bram, work in found:
        approve(work, wim, draft_of(work).seen)
        take_back_approval(work, wim)


def approved_again(village: Village) -> None:
    """Each Bram asks once more; the approvals are a moment apart, before the worker comes."""
    approved_and_taken_back(village)
    wim = Membership.objects.get(lab=village.town, user__name="Wim")
    for note in Note.objects.filter(kind=NoteKind.TO_APPROVE, to=wim):
        ask_approval(note.answer, note.by, wim, "Zo dan?")
        approve(note.answer, wim, draft_of(note.answer).seen)


def noted_and_taken_back(village: Village) -> None:
    for bram, work in of_aldermen(village):
        with untold():
            ask_approval(work, village.eva, bram, "Mag dit?")
        record_approval(work, village.eva, MORNING.date(), bram.name, draft_of(work).seen)
        take_back_approval(work, village.eva)


def noted(village: Village) -> None:
    for bram, work in of_aldermen(village):
        with untold():
            ask_approval(work, village.eva, bram, "Mag dit?")
        record_approval(work, village.eva, MORNING.date(), bram.name, draft_of(work).seen)


def approved_by_myself(village: Village) -> None:
    for bram, work in of_aldermen(village):
        ask_approval(work, bram, bram, "")
        approve(work, bram, draft_of(work).seen)


# Work that goes from hand to hand


def handed_to_team(village: Village) -> None:
    work = village.work_due(30)
    work.pass_on(village.eva, village.team, None, "", work.care_seen)


def handed_before_hidden(village: Village) -> None:
    handed_to_team(village)
    work_off()
    hidden(village)


def handed_to_another(village: Village) -> None:
    work = village.work_due(30, next(iter(village.colleagues.values())))
    work.pass_on(village.eva, None, village.eva, "", work.care_seen)


def came_back(village: Village) -> None:
    bram = next(iter(village.colleagues.values()))
    work = village.work_due(30)
    with untold():
        work.pass_on(village.eva, None, bram, "", work.care_seen)
    bram.roles.all().delete()
    assert put_right(owner=bram) == 1


# One answer to several ideas


def given_together(village: Village, first: Idea, *others: Idea) -> None:
    with untold():
        owed(village, first)
    also = [Chosen(idea, 0) for idea in others]
    first.answers.get().give(village.fleur, voice_of(village.fleur), also, **answer_words())


def to_two_ideas(village: Village) -> None:
    given_together(village, village.idea("supported"), village.idea("helped"))


def to_two_of_mine(village: Village) -> None:
    for bram in village.brams.values():
        given_together(village, make_idea(bram, "Rozenpad"), make_idea(bram, "Fietspad"))


def corrected_together(village: Village) -> None:
    with untold():
        to_two_ideas(village)
    answer = village.idea("supported").answers.get()
    said = answer_words(words="Hij keert elders.")
    answer.correct(village.fleur, voice_of(village.fleur), answer.versions.get().pk, "Een fout.", **said)


def first_hidden_before_the_mail(village: Village) -> None:
    to_two_ideas(village)
    work_off()
    village.idea("supported").hide(village.mo, SPAM)


def first_hidden_before(village: Village) -> None:
    to_two_ideas(village)
    village.idea("supported").hide(village.mo, SPAM)


# Reports


def paused(village: Village) -> None:
    village.anna.pause(village.mo, SPAM, "Drie keer hetzelfde.", 3)


def back_again(village: Village) -> None:
    paused(village)
    start_anew()
    village.anna.end_pause(village.mo, "Het was een vergissing.")


def name_hidden(village: Village) -> None:
    MemberName(village.anna).hide(village.mo, SPAM, "Dit is reclame.")


def name_back(village: Village) -> None:
    name_hidden(village)
    start_anew()
    MemberName(village.anna).restore(village.mo, "Het was een vergissing.")


def reported(village: Village, *reporters: Membership) -> Case:
    comment = village.idea("supported").comments.earliest("pk")
    return [report(comment, reporter, "abuse", INTERNAL).report.case for reporter in reporters][0]


def comment_reported(village: Village) -> None:
    reported(village, village.anna, village.ruud)


def case_due(days: int) -> Happening:
    """A case that was reported long ago is due in so many days; Ria, of a neighbouring lab, looks along."""

    def event(village: Village) -> None:
        with untold():
            case = reported(village, village.anna)
            ria = make_member(village.town, "Ria", RoleKind.MODERATOR)
        ModerationSettings.objects.create(lab=village.lab, neighbour=ria, agreed_at=MORNING)
        long_ago = MORNING - timedelta(days=9)
        Case.objects.filter(pk=case.pk).update(opened_at=long_ago, due=(MORNING + timedelta(days=days)).date())
        clock_of_cases.remind()

    return event


def photo_reported(village: Village) -> None:
    idea = village.idea("supported")
    Idea.objects.filter(pk=idea.pk).update(photo="ideas/foto.webp")
    report(IdeaPhoto(idea), village.ruud, "privacy", INTERNAL)


def gathering_reported(village: Village) -> None:
    report(village.gathering("coming"), village.ruud, "abuse", INTERNAL)


def reported_by_mail(village: Village) -> None:
    comment = village.idea("supported").comments.earliest("pk")
    report_by_mail(comment, "tess@example.org", "nl", "abuse", INTERNAL)


def decided_for_mailbox(village: Village) -> None:
    with untold():
        reported_by_mail(village)
    Case.objects.get().decide(village.mo, "nothing", "", "Dit is waarom.")


def hidden_directly(village: Village) -> None:
    with untold():
        case = reported(village, *village.brams.values())
    case.comment.hide(village.mo, SPAM)


def decided(kind: str, reason: str = "") -> Happening:
    def happens(village: Village) -> None:
        with untold():
            case = reported(village, *village.brams.values())
        case.decide(village.mo, kind, reason, "Dit is waarom.", 7)

    return happens


def changed_as_asked(village: Village) -> None:
    with untold():
        case = reported(village, *village.brams.values())
        case.decide(village.mo, "ask", SPAM, "Dit is waarom.")
    case.comment.edit("Zo is het beter.")


# Gatherings


def free_just_before(village: Village) -> None:
    starts_at = MORNING + timedelta(hours=1)
    with untold():
        full = make_gathering(village.anna, "Vol", capacity=1, starts_at=starts_at, ends_at=starts_at.replace(hour=12))
        full.set_organisers([village.anna, *village.brams.values()])
        full.sign_up(village.chaima)
    full.party_of(village.chaima).withdraw()


EVENTS |= {
    "draft: asked to read along": reads_along,
    "draft: a colleague finds it fine": said_of_draft(True),
    "draft: a colleague has a remark": said_of_draft(False),
    "draft: asked, and taken back": asked_and_taken_back,
    "draft: asked, and thrown away": thrown_away,
    "draft: asked, hidden before the worker comes": hidden_before_the_worker_comes,
    "draft: asked, hidden before the mail goes": hidden_before_the_mail_goes,
    "draft: who was asked left": reader_left,
    "draft: the alderman is asked": alderman_asked,
    "draft: the alderman approves": approved,
    "draft: the alderman has a remark": refused,
    "draft: the approval is taken back": approval_taken_back,
    "draft: approved, and taken back": approved_and_taken_back,
    "draft: approved, taken back, and approved again": approved_again,
    "draft: noted in my name": noted,
    "draft: noted in my name, and taken back": noted_and_taken_back,
    "draft: approved by myself": approved_by_myself,
    "work: handed to our team": handed_to_team,
    "work: handed to our team, hidden before the mail goes": handed_before_hidden,
    "work: mine is given to another": handed_to_another,
    "work: came back to our team": came_back,
    "answered together, two ideas": to_two_ideas,
    "answered together, two of mine": to_two_of_mine,
    "answered together, corrected": corrected_together,
    "answered together, first one hidden before the worker comes": first_hidden_before,
    "answered together, first one hidden before the mail goes": first_hidden_before_the_mail,
    "a seat is free just before": free_just_before,
    "paused": paused,
    "paused, and back": back_again,
    "name hidden": name_hidden,
    "name hidden, and back": name_back,
    "a comment is reported": comment_reported,
    "my report: it stays": decided("nothing"),
    "my report: it is hidden": decided("hide", SPAM),
    "my report: it is hidden directly": hidden_directly,
    "a comment is reported without an account": reported_by_mail,
    "reported without an account: it stays": decided_for_mailbox,
    "my report: its writer is asked to change it": decided("ask", SPAM),
    "my report: its writer changed it": changed_as_asked,
    "my report: its writer is paused": decided("pause", SPAM),
    "a case is due tomorrow": case_due(1),
    "a case is late": case_due(-1),
    "a case is late for two working days": case_due(-4),
    "a photo is reported": photo_reported,
    "a gathering is reported": gathering_reported,
}
