"""A lab with one person of every kind; ideas, comments, gatherings and places in every state; and a second lab."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from accounts.models import User
from answers.models import AnswerKind, Clarity, Team
from answers.models.answer import ask
from answers.models.draft import keep
from challenges.models import Challenge, State
from common import clock
from common.life import show_life
from evenings.models import Evening, LabPlan, Note, NoteState, Participant, ScreenAsk, Session, StepKind
from evenings.models.helping import NewHelper
from evenings.plans import plans
from evenings.reporting import finish, let_read, publish, remark
from evenings.topics import HELPER, TICKET
from events.models import Attendance, AttendanceState, Gathering
from ideas.models import Comment, Idea, IdeaPhoto, PledgeKind, Status
from ideas.models.onbehalf import code_of, write_down_idea
from labs.models import RESIDENT_VOICE, HidingReason, Lab, Membership, Role, RoleKind
from moderation.models import Case, Flag, ModerationSettings, report, report_by_mail
from moderation.models.closing import close_talk
from moderation.models.reviewing import ask as ask_review
from places.models import Place
from realtime.tickets import Ticket, give
from tests.challenges.factories import make_draft_question, make_municipal, make_question
from tests.events.factories import AN_EVENING, IN_NINE_DAYS, enter, make_draft, make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member, make_user
from tests.places.factories import make_place

ROLES = {
    "stadmaker": RoleKind.STADMAKER,
    "connector": RoleKind.CONNECTOR,
    "servant": RoleKind.CIVIL_SERVANT,
    "moderator": RoleKind.MODERATOR,
    "admin": RoleKind.LAB_ADMIN,
}
PROMISED = {"name": "Wim", "role": "wethouder", "words": "Er komt een bankje."}
ACTORS = ["visitor", "newcomer", "resident", "author", *ROLES, "foreigner", "paused"]
"""Foreigner: has every role, in the other lab. Paused: has every role here, but may not take part for some days."""


@dataclass
class World:
    """`kwargs[state]`: the ids for the URL of an idea, or of a comment, in that state."""

    lab: Lab
    other: Lab
    people: dict[str, User | None]
    ideas: dict[str, Idea] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    gatherings: dict[str, Gathering] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    team: Team = field(default_factory=Team)
    asked: int = 0  # a question of a reader about an answer
    code: str = ""
    evenings: dict[str, Evening] = field(default_factory=dict)
    tickets: dict[str, str] = field(default_factory=dict)  # of the author, who takes part, and of who has a task
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, actor: str) -> Client:
        """Return the signed-in client of this person, always the same one."""
        if actor not in self.clients:
            self.clients[actor] = Client()
            if actor in self.tickets:
                self.clients[actor].cookies[settings.TICKET_COOKIE_NAME] = self.tickets[actor]
            if self.people[actor]:
                self.clients[actor].force_login(self.people[actor])
        return self.clients[actor]

    def voice(self, actor: str) -> str:
        """Return the key of this person's role here; "" is resident."""
        role = Role.objects.filter(membership__lab=self.lab, membership__user=self.people[actor]).first()
        return str(role.pk) if role else ""


def make_world() -> World:
    show_life()  # as if a worker runs
    lab, other = make_lab("proefdorp"), make_lab("buurdorp")
    author, resident = make_member(lab, "Anna"), make_member(lab, "Bram")
    people: dict[str, User | None] = {"visitor": None, "newcomer": make_user("Nieuw")}
    people |= {"author": author.user, "resident": resident.user}
    members = {name: make_member(lab, name.title(), kind, label="team Groen") for name, kind in ROLES.items()}
    people |= {name: member.user for name, member in members.items()}
    people["foreigner"] = make_member(other, "Otto", *ROLES.values(), label="team Rood").user
    make_member(other, "Olga", RoleKind.LAB_ADMIN)  # so that Otto isn't the last admin
    make_member(lab, "Lida", RoleKind.LAB_ADMIN)
    make_member(lab, "Sien", RoleKind.CIVIL_SERVANT)
    world = World(lab, other, people)
    moderator = members["moderator"]
    for state in ("shown", "owed", "answered", "hidden", "closed", "withdrawn", "quiet", "elsewhere"):
        here = other.memberships.get(user__name="Otto") if state == "elsewhere" else author
        words = {"neighbourhood": here.lab.neighbourhoods.first(), "photo": a_photo(), "photo_alt": "Een veldje"}
        world.ideas[state] = idea = make_idea(here, f"Idee {state}", **words)
        make_comment(idea, make_member(other, "Piet") if state == "elsewhere" else resident, "Wat een goed plan.")
    for state in ("shown", "hidden", "removed"):
        world.comments[state] = make_comment(world.ideas["shown"], author, f"Reactie {state}")
    world.comments["closed"] = make_comment(world.ideas["closed"], author, "Reactie closed")
    world.comments["elsewhere"] = world.ideas["elsewhere"].comments.get()
    world.comments["under_hidden"] = world.ideas["hidden"].comments.get()
    world.comments["under_quiet"] = make_comment(world.ideas["quiet"], author, "Reactie under_quiet")
    for state in ("shown", "elsewhere"):
        sent = {"key": uuid.uuid4(), "sent_at": clock.now(), "due_at": clock.now() + timedelta(days=1)}
        at = world.ideas[state]
        at.waiting_comments.create(author=at.author, text="Reactie wacht", **sent)
    for idea in world.ideas.values():
        idea.pledge(idea.author, RESIDENT_VOICE, PledgeKind.TIME, "Ik geef water.")
    said = {"title": "Opgeschreven idee", "opportunity": "Een bank bij de bushalte."}
    written = write_down_idea(members["stadmaker"], RESIDENT_VOICE, "Mevrouw Jansen", uuid.uuid4(), **said).thing
    world.code = code_of(written.key)
    world.ideas["hidden"].hide(moderator, HidingReason.SPAM)
    world.comments["hidden"].hide(moderator, HidingReason.SPAM)
    world.comments["removed"].remove()
    close_talk(world.ideas["quiet"], moderator, HidingReason.ABUSE, "Het werd een ruzie.")
    for state, status in (("closed", Status.DONE), ("withdrawn", Status.WITHDRAWN)):
        world.ideas[state].set_status(moderator, RESIDENT_VOICE, status, "Klaar.")
    Idea.objects.filter(pk=world.ideas["closed"].pk).update(closed_at=clock.now() - timedelta(days=60))
    add_answers(world, members["stadmaker"], members["servant"])
    words = {"name": "team Groen", "mandate": "Dit team beslist zelf tot € 2.500.", "mailbox": "groen@example.org"}
    world.team = Team.begin(members["admin"], [members["servant"]], **words)
    Team.begin(other.memberships.get(user__name="Otto"), [], name="team Rood", mandate="", mailbox="")
    add_gatherings(world, members["stadmaker"], resident)
    add_challenges(world, author, members["servant"])
    add_cases(world, resident, moderator)
    people["paused"] = a_paused_person(lab, moderator).user
    return world


def a_paused_person(lab: Lab, moderator: Membership) -> Membership:
    """Return somebody who may do everything here, but for the pause."""
    paused = make_member(
        lab, "Paul", *(kind for kind in ROLES.values() if kind != RoleKind.LAB_ADMIN), label="team Groen"
    )
    assert paused.pause(moderator, HidingReason.ABUSE, "Je schold iemand uit.", 3)
    Role.objects.create(membership=paused, kind=RoleKind.LAB_ADMIN)  # later, because nobody pauses who runs the lab
    return paused


def add_answers(world: World, maker: Membership, servant: Membership) -> None:
    """The stadmaker asks for two answers; one of them is given."""
    for state in ("owed", "answered"):
        answer = ask(world.ideas[state], maker, maker.voices()[-1], "Kan dit?").thing
    drafted = {"kind": AnswerKind.YES, "words": "Het mag.", "contact": "team Groen"}
    keep(world.ideas["owed"].answers.get(), servant, "", 0, **drafted)
    words = {"day": None, "to": "", "words": "Dit doen we al.", "next_step": "", "contact": "team Groen"}
    answer.give(servant, servant.voices()[-1], kind=AnswerKind.ALREADY, **words)
    answer.say_clear(maker, False, "Welke bus?", answer.versions.get().pk)
    world.asked = Clarity.objects.get().pk


def add_challenges(world: World, author: Membership, servant: Membership) -> None:
    """The author asks, and the civil servant for the municipality; an idea answers the shown one."""
    otto = world.other.memberships.get(user__name="Otto")
    for state in ("shown", "hidden", "closed", "elsewhere"):
        world.challenges[state] = make_question(otto if state == "elsewhere" else author, f"Vraag {state}?")
    world.challenges["draft"] = make_draft_question(servant, "Vraag draft?")
    world.challenges["municipal"] = make_municipal(servant, "Vraag municipal?")
    world.challenges["shown"].answers.create(idea=world.ideas["shown"])
    world.challenges["hidden"].hide(world.lab.memberships.get(user__name="Moderator"), HidingReason.SPAM)
    Challenge.objects.filter(pk=world.challenges["closed"].pk).update(state=State.CLOSED)


def add_cases(world: World, resident: Membership, moderator: Membership) -> None:
    """Bram reports comments of the author: one case waits, of one nothing was wrong, one ended in hiding.

    Of one the author asks that another moderator looks again. One idea is flagged.
    """
    for state in ("shown", "elsewhere"):
        Flag.objects.create(lab=world.ideas[state].lab, kind="idea", idea=world.ideas[state])
    for state, comment in (("open", "shown"), ("stays", "closed"), ("elsewhere", "elsewhere")):
        reporter = world.other.memberships.get(user__name="Otto") if state == "elsewhere" else resident
        world.cases[state] = report(world.comments[comment], reporter, HidingReason.ABUSE).report.case
    for state in ("shown", "elsewhere"):
        report_by_mail(world.comments[state], "tess@example.org", "nl", HidingReason.ABUSE, "Hij scheldt.")
    world.cases["stays"].decide(moderator, "nothing", explanation="Dit is een mening.")
    asked = make_comment(world.ideas["answered"], world.comments["shown"].author, "Reactie asked")
    asked.hide(make_member(world.lab, "Mona", RoleKind.MODERATOR), HidingReason.SPAM, "Dubbel.")
    world.cases["asked"] = Case.objects.about(asked).get()
    ask_review(world.cases["asked"], asked.author, "Er staat geen naam in.")
    hidden = {"kind": "comment", "comment": world.comments["hidden"], "author": world.comments["hidden"].author}
    world.cases["hidden"] = Case.objects.create(
        lab=world.lab, due=clock.now().date(), decided_at=clock.now(), **hidden
    )
    world.cases["hidden"].decisions.create(by=moderator, kind="hide", reason=HidingReason.SPAM, explanation="Dubbel.")
    add_cases_of_each_kind(world, resident, moderator)
    add_case_of_a_neighbour(world, moderator)


def add_cases_of_each_kind(world: World, resident: Membership, moderator: Membership) -> None:
    """Bram reports one of each; of one comment a change is asked, and one is taken away while its case waits."""
    idea = world.ideas["answered"]
    things = {"idea": world.ideas["closed"], "photo": IdeaPhoto(world.ideas["withdrawn"])}
    things |= {"question": world.challenges["closed"], "gathering": world.gatherings["past"]}
    things |= {state: make_comment(idea, idea.author, f"Reactie {state}") for state in ("change", "gone")}
    for state, thing in things.items():
        world.cases[state] = report(thing, resident, HidingReason.ABUSE).report.case
    world.cases["change"].decide(moderator, "ask", HidingReason.PRIVACY, "Haal het huisnummer weg.")
    things["gone"].remove()


def add_case_of_a_neighbour(world: World, moderator: Membership) -> None:
    """The moderator is the neighbour of the other lab, where Mia hid a photo and nobody else may look again.

    A late case of that lab was handed to them too.
    """
    otto = world.other.memberships.get(user__name="Otto")
    photo = IdeaPhoto(make_idea(otto, "Idee van de buren", photo=a_photo(), photo_alt="Een kind"))
    ModerationSettings.objects.create(lab=world.other, neighbour=moderator, agreed_at=clock.now())
    world.cases["handed"] = report(
        photo, world.other.memberships.get(user__name="Piet"), HidingReason.PRIVACY
    ).report.case
    world.cases["handed"].decide(
        make_member(world.other, "Mia", RoleKind.MODERATOR), "hide", HidingReason.PRIVACY, "Een kind."
    )
    ask_review(world.cases["handed"], otto, "Het is een pop.")
    late = make_comment(world.ideas["elsewhere"], world.comments["elsewhere"].author, "Reactie late")
    world.cases["late"] = report(late, otto, HidingReason.ABUSE).report.case
    due = (clock.now() - timedelta(days=7)).date()
    Case.objects.filter(pk=world.cases["late"].pk).update(due=due)
    world.cases["late"].steps.create(day=due, step="handed", to=moderator)


def add_gatherings(world: World, maker: Membership, resident: Membership) -> None:
    """The stadmaker creates them, Bram signs up where possible; each has a guest's party too."""
    otto = world.other.memberships.get(user__name="Otto")
    for state in ("draft", "dates", "published", "full", "cancelled", "past", "hidden", "elsewhere"):
        who = otto if state == "elsewhere" else maker
        if state in ("draft", "dates"):
            made = make_draft(who, f"Avond {state}")
            Attendance.objects.create(gathering=made, name="Tinus", line=1, state=AttendanceState.WITHDRAWN)
        else:
            made = make_gathering(who, f"Avond {state}", capacity=2 if state == "full" else 20)
            made.sign_up_guest("Tinus", "tinus@example.org", "nl")
            made.sign_up(who if who is otto else resident)
            enter(made, who, "Wacht", 1)
        if state == "dates":
            made.ask_dates(
                [(clock.now() + IN_NINE_DAYS * n, clock.now() + IN_NINE_DAYS * n + AN_EVENING) for n in (1, 2)]
            )
        about = world.ideas["elsewhere" if state == "elsewhere" else "closed"]
        made.aloud.create(idea=about, name="Wim", role="wethouder", words="Dat komt goed.", noted_by=who, revision=1)
        begun = Session.begin(made, plans()["kansen"], 0)
        if state in ("published", "elsewhere"):
            LabPlan.keep(begun, who, uuid.UUID(key()), f"Plan {state}", "Als er weinig tijd is.")
        world.gatherings[state] = made
        if state in ("published", "elsewhere", "past"):
            world.evenings[state] = Evening.open(Session.objects.get(gathering=made), clock.now())
        if state == "past":
            add_kept_note(world.evenings[state])
    for state in ("full", "past"):
        add_report(world.gatherings[state], is_online=state == "past")
    opened = world.evenings["published"]
    participant = opened.join(uuid.uuid4(), "Anna", clock.now())
    ScreenAsk.ask(world.lab, uuid.uuid4(), clock.now() + timedelta(hours=2))  # waits ten minutes; a walk takes longer
    add_notes(opened, participant)
    add_pledges(opened, participant)
    jo = opened.take_task(opened.task_keys["lead"], clock.now(), NewHelper(uuid.uuid4(), "Jo"))
    opened.note_promise(uuid.uuid4(), clock.now(), None, jo, **PROMISED)
    for actor, ticket in (("author", Ticket(TICKET, participant.pk)), ("newcomer", Ticket(HELPER, jo.pk))):
        response = HttpResponse()
        give(response, ticket, 3600)
        world.tickets[actor] = response.cookies[settings.TICKET_COOKIE_NAME].value
    world.gatherings["cancelled"].cancel("Storm.")
    world.gatherings["hidden"].hide(world.lab.memberships.get(user__name="Moderator"), HidingReason.SPAM)
    ago = clock.now() - timedelta(days=2)
    Gathering.objects.filter(pk=world.gatherings["past"].pk).update(starts_at=ago, ends_at=ago + AN_EVENING)
    for state in ("shown", "closed", "elsewhere"):
        who = otto if state == "elsewhere" else maker
        world.places[state] = make_place(who, f"Plek {state}", photo=a_photo(), photo_alt="Een deur")
    world.places["closed"].change(is_closed=True)


def add_report(gathering: Gathering, is_online: bool) -> None:
    """Somebody was at its evening, which is closed, and says what is wrong in the report; it is online, or read."""
    evening = Evening.open(Session.objects.get(gathering=gathering), clock.now())
    bo = evening.join(uuid.uuid4(), "Bo", clock.now())
    report = finish(evening, None, [], 0, clock.now())
    assert let_read(evening, report.version, clock.now())
    remark(evening, bo, "We waren met meer.", uuid.uuid4(), clock.now())
    if is_online:
        publish(evening, report.version + 1, clock.now())


def add_notes(evening: Evening, participant: Participant) -> None:
    """The evening is in its step of notes; one note waits, one is on the wall, one in a pile, one doesn't belong."""
    step = next(step for step in evening.session.plan_steps if step.kind == StepKind.NOTES)
    evening.go(step.pk, evening.version, clock.now())
    evening.write(step.pk, "Een bank", uuid.uuid4(), clock.now(), participant)
    evening.write(step.pk, "Een boom", uuid.uuid4(), clock.now())
    kip = evening.write(step.pk, "Een kip", uuid.uuid4(), clock.now())
    evening.lay_together({kip.pk: 0}, "Dieren", uuid.uuid4(), clock.now())
    off = evening.write(step.pk, "De buurman", uuid.uuid4(), clock.now())
    evening.settle(off.pk, NoteState.OFF, NoteState.WALL, clock.now())


def add_kept_note(evening: Evening) -> None:
    """The evening is over; the room took a note along, Mo brings a tent, and Wim promised something."""
    step = next(step for step in evening.session.plan_steps if step.kind == StepKind.NOTES)
    evening.go(step.pk, evening.version, clock.now())
    note = evening.write(step.pk, "Een podium", uuid.uuid4(), clock.now())
    evening.keep(Note, note.pk, True, clock.now())
    evening.bring(None, "Een tent", uuid.uuid4(), clock.now(), kind=PledgeKind.THINGS, name="Mo")
    evening.note_promise(uuid.uuid4(), clock.now(), None, None, **PROMISED)
    evening.close(clock.now())


def add_pledges(evening: Evening, participant: Participant) -> None:
    """Anna brings a cake, and may be asked whether that may be shown; Mo said aloud that he brings chairs."""
    step = next(step for step in evening.session.plan_steps if step.kind == StepKind.BRING)
    at, kind = clock.now(), PledgeKind.THINGS
    cake = {"words": "Een taart", "kind": kind, "key": uuid.uuid4(), "given_at": at}
    evening.pledges.create(step=step, participant=participant, name="Anna", **cake)
    evening.bring(step.pk, "Zestien stoelen", uuid.uuid4(), at, kind=kind, name="Mo", may_show=True)


def a_photo() -> str:
    """Return the stored name of a picture of one pixel."""
    picture = BytesIO()
    Image.new("RGB", (1, 1)).save(picture, "WEBP")
    return default_storage.save(f"ideas/{key()}.webp", ContentFile(picture.getvalue()))


def key() -> str:
    return str(uuid.uuid4())
