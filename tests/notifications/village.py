"""A village in which everything happens that people are told of, for the table of mails (test_mail_table.py).

Bram is ten people who do the same: one for each wish about mails and each language. Anna makes what they take part in,
and hears everything at once; so do Fleur, of the municipality, and Mo, who moderates. Lot took part in everything too,
and left; so did Lars, whose account is closed.
"""

from datetime import UTC, date, datetime, timedelta

from answers.models import Answer, Team
from answers.models.answer import ask
from answers.models.draft import keep
from answers.models.notes import write_note
from challenges.models import Challenge, attach
from events.models import Gathering
from front.erasure import erase
from ideas.models import Idea
from labs.models import RESIDENT_VOICE, Membership, RoleKind
from notifications.groups import GROUPS, Mail
from notifications.models import choose, stop
from tests.answers.conftest import voice_of, words
from tests.challenges.factories import make_question
from tests.events.factories import make_draft, make_gathering
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.news import start_anew
from tests.places.factories import make_place

BEFORE = datetime(2026, 11, 20, 9, tzinfo=UTC)
MORNING = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)  # a Tuesday, 10.30 here
WISHES = {"default": None, "now": Mail.NOW, "daily": Mail.DAILY, "never": Mail.NEVER, "stopped": Mail.NOW}
LANGUAGES = ("nl", "en")
RELATIONS = ("own", "supported", "helped", "talked", "posted", "stopped")  # what Bram has to do with an idea
SOON = date(2027, 2, 1)
REPLY = "lab@gemeente.example"
INTERNAL = "zwijgwoord"  # in all that colleagues tell each other, and in what a reader asks them
DRAFT = "klodwoord"  # in what they wrote so far of an answer, which no mail repeats
WHY, MIND = "De schep is er.", "Wij willen het weten."


class Village:
    """Everything, as it stands on that morning. Take part (`join`) is the same for all ten, and for who left."""

    def __init__(self) -> None:
        self.lab = make_lab(reply_address=REPLY)
        self.anna = make_member(self.lab, "Anna", "stadmaker")
        self.mo = make_member(self.lab, "Mo", "moderator", "lab_admin")
        self.fleur = make_member(self.lab, "Fleur", "civil_servant", label="team Groen")
        self.ruud = make_member(self.lab, "Ruud", "stadmaker")
        self.chaima = make_member(self.lab, "Chaima")
        self.brams = {(wish, language): self._bram(wish, language) for wish in WISHES for language in LANGUAGES}
        self.gone = [make_member(self.lab, "Lot"), make_member(self.lab, "Lars")]
        for member in (self.anna, self.mo, self.fleur, self.ruud, self.chaima):
            choose(member.user, dict.fromkeys(GROUPS, Mail.NOW))
        self.ideas = {relation: self._idea(relation) for relation in RELATIONS if relation != "own"}
        self._gatherings()
        self._questions()
        self._work()
        erase(self.gone[0].user, keep_words=True)
        self.gone[1].user.is_active = False
        self.gone[1].user.save()
        start_anew()

    def _bram(self, wish: str, language: str) -> Membership:
        bram = make_member(self.lab, f"Bram_{wish}_{language}")
        bram.user.language = language
        bram.user.save()
        if WISHES[wish]:
            choose(bram.user, dict.fromkeys(GROUPS, WISHES[wish]))
        if wish == "stopped":
            stop(bram.user, GROUPS.values())
        return bram

    @property
    def takers(self) -> list[Membership]:
        return [*self.brams.values(), *self.gone]

    def _idea(self, relation: str) -> Idea:
        idea = make_idea(self.anna, f"Pluktuin {relation}")
        first = make_comment(idea, self.chaima, "Wie doet mee?")
        for member in self.takers:
            if relation in ("supported", "stopped"):
                idea.support(member)
            if relation == "helped":
                idea.pledge(member, RESIDENT_VOICE, "time", "Ik help.")
            if relation == "talked":
                make_comment(idea, member, f"Ik, {member.name}.", first)
            if relation == "posted":
                idea.keep_posted(member)
            if relation == "stopped":
                idea.stop_posting(member)
        return idea

    def _gatherings(self) -> None:
        tomorrow = MORNING + timedelta(days=1, hours=9)
        times = {"starts_at": tomorrow, "ends_at": tomorrow + timedelta(hours=2)}
        self.hall, self.followed_hall = make_place(self.mo, "De Hal", (300,)), make_place(self.mo, "De Molen", (300,))
        self.coming = make_gathering(self.anna, "Soep", place=self.hall, room=self.hall.rooms.get(), **times)
        self.small = make_gathering(self.anna, "Smal", capacity=1, **times)
        self.small.sign_up(self.chaima)
        self.followed = make_gathering(self.anna, "Fruit", **times)
        self.quiet = make_gathering(self.anna, "Stil", **times)
        self.shared = make_gathering(self.anna, "Brood", **times)
        self.shared.set_organisers([self.anna, *self.brams.values()])
        self.asked = make_draft(self.anna, "Wanneer", starts_at=None, ends_at=None)
        self.asked.ask_dates([(MORNING + timedelta(days=9), MORNING + timedelta(days=9, hours=2))], self.anna)
        option = self.asked.date_options.get()
        for member in self.takers:
            self.coming.sign_up(member)
            self.small.sign_up(member)
            self.followed.keep_posted(member)
            self.quiet.sign_up(member)
            self.quiet.stop_posting(member)
            self.asked.answer_dates(member, {option.pk: "yes"})
            self.followed_hall.keep_posted(member)

    def _questions(self) -> None:
        self.question = make_question(self.anna, "Hoe eten we samen?")
        attach(self.ideas["supported"], self.question)
        self.followed_question = make_question(self.anna, "Waar zitten we?")
        self.left_question = make_question(self.anna, "Waar lopen we?")
        attach(self.ideas["talked"], self.left_question)
        for member in self.takers:
            self.followed_question.keep_posted(member)
            self.left_question.stop_posting(member)

    def _work(self) -> None:
        """In another lab Bram works for the municipality, in one team."""
        self.town = make_lab("werkdorp", reply_address=REPLY)
        self.bea = make_member(self.town, "Bea", "lab_admin")
        self.daan = make_member(self.town, "Daan", "stadmaker")
        self.colleagues = {}
        for key, bram in self.brams.items():
            self.colleagues[key] = Membership.objects.create(lab=self.town, user=bram.user)
            self.colleagues[key].roles.create(kind=RoleKind.CIVIL_SERVANT, label="team Groen")
        self.eva = make_member(self.town, "Eva", "civil_servant")
        for member in (self.bea, self.daan, self.eva):
            choose(member.user, dict.fromkeys(GROUPS, Mail.NOW))
        team = {"name": "team Groen", "mandate": "", "mailbox": "groen@gemeente.example"}
        self.team = Team.begin(self.bea, [*self.colleagues.values()], **team)
        self.work = ask(make_idea(self.daan, "Bankje"), self.daan, voice_of(self.daan), MIND).thing
        write_note(self.work, self.eva, f"{INTERNAL}: bel eerst de tuinclub.")
        keep(self.work, self.eva, "", 0, **words(words=f"{DRAFT}: nog niet af."))

    # Reading again: an earlier event was rolled back

    def idea(self, relation: str) -> Idea:
        return Idea.objects.get(pk=self.ideas[relation].pk)

    def with_relation(self, relation: str) -> list[Idea]:
        """Return the idea, or, if Bram is the maker, one for each of them."""
        if relation == "own":
            return [make_idea(bram, "Rozenpad") for bram in self.brams.values()]
        return [self.idea(relation)]

    def gathering(self, name: str) -> Gathering:
        return Gathering.objects.get(pk=getattr(self, name).pk)

    def challenge(self, name: str) -> Challenge:
        return Challenge.objects.get(pk=getattr(self, name).pk)

    def work_due(self, days: int, owner: Membership | None = None) -> Answer:
        Answer.objects.filter(pk=self.work.pk).update(due=MORNING.date() + timedelta(days=days), owner=owner)
        Idea.objects.filter(pk=self.work.idea_id).update(answer_due=MORNING.date() + timedelta(days=days))
        return Answer.objects.get(pk=self.work.pk)
