"""What happens in the village to gatherings, questions, roles and work; joins EVENTS."""

from datetime import timedelta

from answers import chores as clock_of_answers
from answers.models import Answer
from answers.models.answer import ask
from answers.models.notes import write_note
from answers.models.weekly import tell_the_week
from challenges.chores import close_questions
from challenges.models import Challenge
from events.chores import remind
from labs.models import RESIDENT_VOICE, RoleKind
from tests.answers.conftest import voice_of
from tests.answers.conftest import words as answer_words
from tests.challenges.factories import make_question
from tests.events.factories import make_gathering
from tests.factories import make_idea
from tests.news import start_anew
from tests.notifications.happenings import EVENTS, SPAM, Happening, owed_and_given
from tests.notifications.village import INTERNAL, MORNING, Village

# Gatherings

LATER = {"starts_at": MORNING + timedelta(days=2, hours=9), "ends_at": MORNING + timedelta(days=2, hours=11)}


def moved(name: str) -> Happening:
    return lambda village: village.gathering(name).change(
        village.gathering(name).room, reason="Sneeuw.", by=village.anna, **LATER
    )


def cancelled(name: str) -> Happening:
    return lambda village: village.gathering(name).cancel("De zaal is dicht.", village.anna)


def came_out(name: str) -> Happening:
    return lambda village: village.gathering(name).close("Er komt een bank.", village.anna)


def tomorrow(village: Village) -> None:
    remind()


def told_of_place(village: Village) -> None:
    village.hall.change(village.mo, address="Markt 1")


def place_closes(village: Village) -> None:
    village.hall.change(village.mo, is_closed=True)


def followed_place(village: Village) -> None:
    village.followed_hall.change(village.mo, address="Markt 2")


def new_at_place(village: Village) -> None:
    make_gathering(village.anna, "Nieuw", place=village.followed_hall, room=village.followed_hall.rooms.get())


def new_in_lab(village: Village) -> None:
    for bram in village.takers:
        village.lab.keep_posted(bram)
    make_gathering(village.anna, "Nieuw")
    make_gathering(village.anna, "Nog een")


def date_chosen(village: Village) -> None:
    asked = village.gathering("asked")
    asked.choose_date(asked.date_options.get(), by=village.anna)


def seats(village: Village) -> None:
    village.gathering("small").change(None, capacity=50, by=village.anna)


def seat_is_free(village: Village) -> None:
    small = village.gathering("small")
    small.party_of(village.chaima).withdraw()


def signs_up(village: Village) -> None:
    for bram in village.brams.values():
        village.gathering("followed").sign_up(bram)


def withdraws(village: Village) -> None:
    for bram in village.brams.values():
        village.gathering("coming").party_of(bram).withdraw()


def moved_then_cancelled(village: Village) -> None:
    moved("coming")(village)
    cancelled("coming")(village)


def gathering_hidden(village: Village) -> None:
    village.gathering("coming").hide(village.mo, SPAM)


def gathering_restored(village: Village) -> None:
    gathering_hidden(village)
    start_anew()
    village.gathering("coming").restore(village.mo, "Het mag.")


def hidden_then_cancelled(village: Village) -> None:
    gathering_hidden(village)
    start_anew()
    cancelled("coming")(village)


def moved_then_hidden(village: Village) -> None:
    moved("coming")(village)
    gathering_hidden(village)


EVENTS |= {
    "gathering hidden": gathering_hidden,
    "gathering restored": gathering_restored,
    "gathering hidden, then cancelled": hidden_then_cancelled,
    "moved, then hidden": moved_then_hidden,
    **{f"moved, {name}": moved(name) for name in ("coming", "small", "followed", "quiet", "shared")},
    **{f"cancelled, {name}": cancelled(name) for name in ("coming", "small", "followed", "quiet", "asked", "shared")},
    **{f"outcome, {name}": came_out(name) for name in ("coming", "followed", "quiet", "shared")},
    "moved, then cancelled": moved_then_cancelled,
    "tomorrow": tomorrow,
    "another address": told_of_place,
    "place closed": place_closes,
    "place that I follow changes": followed_place,
    "new at a place that I follow": new_at_place,
    "two new in a lab that I follow": new_in_lab,
    "date chosen": date_chosen,
    "more seats": seats,
    "one seat is free": seat_is_free,
    "I come": signs_up,
    "I do not come after all": withdraws,
}


# Questions


def question_closed(name: str) -> Happening:
    return lambda village: village.challenge(name).close(village.anna, RESIDENT_VOICE, "Klaar.")


def question_reported(name: str) -> Happening:
    def event(village: Village) -> None:
        question_closed(name)(village)
        start_anew()
        village.challenge(name).report(village.anna, RESIDENT_VOICE, "Er komt een tafel.")

    return event


def question_hidden(name: str) -> Happening:
    def event(village: Village) -> None:
        question_reported(name)(village)
        village.challenge(name).hide(village.mo, SPAM)

    return event


def own_question(village: Village) -> None:
    questions = [make_question(bram, "Wat eten we?") for bram in village.brams.values()]
    start_anew()
    for question in questions:
        Challenge.objects.get(pk=question.pk).hide(village.mo, SPAM)


def own_question_back(village: Village) -> None:
    own_question(village)
    start_anew()
    for question in Challenge.objects.filter(is_hidden=True):
        question.restore(village.mo, "Het mag.")


def own_question_closed(village: Village) -> None:
    questions = [make_question(bram, "Wat eten we?") for bram in village.brams.values()]
    start_anew()
    Challenge.objects.filter(pk__in=[one.pk for one in questions]).update(until=MORNING.date() - timedelta(days=1))
    close_questions()


QUESTIONS = ("question", "followed_question", "left_question")
EVENTS |= {
    **{f"closed, {name}": question_closed(name) for name in QUESTIONS},
    **{f"reported, {name}": question_reported(name) for name in QUESTIONS},
    **{f"reported, then hidden, {name}": question_hidden(name) for name in QUESTIONS[:2]},
    "my question hidden": own_question,
    "my question restored": own_question_back,
    "my question closed by itself": own_question_closed,
}


# Roles and work


def role(kind: str) -> Happening:
    def event(village: Village) -> None:
        for bram in village.brams.values():
            bram.give_role(kind, "dorpsraad" if kind == RoleKind.BODY else "", village.mo, "Zij wil dat.")

    return event


def role_taken(village: Village) -> None:
    for bram in village.brams.values():
        bram.take_role(bram.give_role(RoleKind.CONNECTOR, "", village.mo, "Ja."), village.mo, "Toch niet.")


def role_of_oneself(village: Village) -> None:
    village.mo.give_role(RoleKind.CONNECTOR, "", village.mo, "Ik doe het zelf.")


def work_asked(village: Village) -> None:
    ask(make_idea(village.daan, "Hek"), village.daan, voice_of(village.daan), "Wij willen het weten.")


def passed_to_team(village: Village) -> None:
    work = village.work_due(30)
    work.pass_on(village.eva, village.team, None, f"{INTERNAL}: iets voor jullie.", work.care_seen)


def asked_colleague(village: Village) -> None:
    for one in village.colleagues.values():
        write_note(village.work_due(30), village.eva, f"{INTERNAL}: weet jij dit?", one)


def due_in(days: int) -> Happening:
    def event(village: Village) -> None:
        village.work_due(days)
        clock_of_answers.remind()

    return event


def monday(village: Village) -> None:
    tell_the_week()


def unclear(village: Village) -> None:
    answer = given_at_work(village)
    answer.say_clear(village.daan, False, f"{INTERNAL}: welke bus?", answer.versions.get().pk)


def given_at_work(village: Village) -> Answer:
    answer = village.work_due(30)
    answer.give(village.eva, voice_of(village.eva), **answer_words())
    start_anew()
    return answer


def cleared(village: Village) -> None:
    owed_and_given(village, village.idea("supported"))
    answer = village.idea("supported").answers.get()
    for bram in village.brams.values():
        answer.say_clear(bram, False, "Welke bus?", answer.versions.get().pk)
    start_anew()
    last = answer.versions.get()
    answer.correct(village.fleur, voice_of(village.fleur), last.pk, "Een fout.", **answer_words(words="Bus 60."))


EVENTS |= {
    **{f"role {kind.value}": role(kind) for kind in RoleKind if kind != RoleKind.RESIDENT},
    "role given and taken": role_taken,
    "role given to oneself": role_of_oneself,
    "work: answer asked for": work_asked,
    "work: passed to our team": passed_to_team,
    "work: a colleague asks": asked_colleague,
    "work: due in a day": due_in(1),
    "work: late": due_in(-1),
    "work: long late": due_in(-12),
    "work: Monday": monday,
    "work: a reader finds it unclear": unclear,
    "my question about an answer": cleared,
}
