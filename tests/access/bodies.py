"""The fields of a valid POST to each route."""

import uuid
from datetime import timedelta
from typing import Any

from answers.forms.terms import TermsForm
from answers.models.draft import draft_of, seen_of
from common import clock
from evenings.models import LabPlan, Report, Session
from moderation.forms.settings import ModerationForm
from tests.access.world import PROMISED, World, key


def body(route_name: str, world: World, state: str, actor: str) -> dict[str, Any]:
    """Return the fields of a valid POST to `route`; empty if it needs none."""
    idea = world.ideas.get(state)
    seen = idea.words_revision if idea else 0
    words = {"title": "Een ander idee", "opportunity": "Hier kan een tafel staan voor de straat.", "key": key()}
    tomorrow = (clock.now() + timedelta(days=1)).date()
    bodies: dict[str, dict[str, Any]] = {
        "idea_new": words,
        "idea_edit": words | {"seen": seen},
        "idea_behalf": words | {"voice": world.voice(actor), "name": "Mevrouw Jansen", "read_back": "on"},
        "comment_behalf": {
            "voice": world.voice(actor),
            "text": "Dat wil ik ook.",
            "key": key(),
            "name": "",
            "read_back": "on",
        },
        "gathering_aloud": {
            "subject": world.ideas["owed"].pk,
            "name": "Wim",
            "role": "wethouder",
            "words": "Dat komt goed.",
        },
        "gathering_aloud_one": {"words": "Dat komt goed.", "day": tomorrow},
        "gathering_aloud_deny": {"reason": "Het was anders."},
        "comments": {"text": "Ik doe mee.", "key": key()},
        "comment_edit": {"text": "Ik doe toch mee."},
        "waiting_edit": {"text": "Ik doe toch mee."},
        "waiting_show": {"seen": 1},
        "waiting_hide": {"seen": 1, "reason": "spam", "explanation": "Staat er twee keer."},
        "case_detail": {"kind": "gone" if state == "gone" else "nothing", "explanation": "Dit is een mening."},
        "case_neighbour": {"kind": "nothing", "explanation": "Dit is een mening."},
        "review_ask": {"why": "Er staat geen naam in."},
        "review_decide": {"review-outcome": "confirm", "review-explanation": "Het blijft zo."},
        "review_neighbour": {"review-outcome": "confirm", "review-explanation": "Het blijft zo."},
        "report_idea": {"reason": "abuse"},
        "report_comment": {"reason": "abuse"},
        "report_challenge": {"reason": "abuse"},
        "report_gathering": {"reason": "abuse"},
        "report_photo": {"reason": "privacy"},
        "report_name": {"reason": "abuse"},
        "name_hide": {"reason": "abuse", "explanation": "Dit scheldt iemand uit.", "seen": "anna"},
        "name_restore": {"why": "Het is een echte naam."},
        "report_mail": {"reason": "abuse", "words": "Hij scheldt.", "email": "nieuw@example.org", "truly": "on"},
        "claim": {"code": world.code},
        "need": {"answer": "yes"},
        "pledge": {"kind": "time", "sentence": "Ik kom op zaterdag."},
        "idea_withdraw": {"reason": "Het kan niet meer."},
        "idea_hide": {"reason": "spam", "explanation": "Staat er twee keer."},
        "comment_hide": {"reason": "spam", "explanation": "Staat er twee keer."},
        "talk_close": {"reason": "abuse", "explanation": "Het werd een ruzie."},
        "talk_open": {"why": "Het is weer rustig."},
        "idea_restore": {"why": "Het was een vergissing."},
        "idea_photo_hide": {"reason": "privacy", "explanation": "Er staat een kind op."},
        "idea_photo_restore": {"why": "Het was een vergissing."},
        "comment_restore": {"why": "Het was een vergissing."},
        "idea_status": {
            "voice": world.voice(actor),
            "status": "talking",
            "reason": "Morgen praten we erover.",
            "next_step": "Kom ook.",
            "seen": idea.status_revision if idea else 0,
        },
        "idea_welcome": {"voice": world.voice(actor), "text": "Welkom, Anna.", "key": key()},
        "idea_stance": {"stance": "helps", "words": "We zoeken het uit.", "seen": idea.stance_revision if idea else 0},
        "lab_role_give": {"who": "Bram", "kind": "connector", "reason": "Hij kent iedereen."},
        "lab_role_take": {"reason": "Op eigen verzoek."},
        "lab_factor_reset": {"reason": "Telefoon kwijt."},
        "lab_pause": {"days": "3", "reason": "abuse", "explanation": "Je schold iemand uit."},
        "lab_pause_end": {"why": "Jullie hebben het uitgepraat."},
        "lab_texts": {"name": "Proefdorp"},
        "lab_villages": {"name": "Noord", "reason": "Nieuw dorp."},
        "lab_village": {"name": "Noord", "reason": "Nieuwe naam."},
        "lab_village_remove": {"reason": "Bestaat niet meer."},
        "sign_in": {"email": "iemand@example.org"},
        **answer_bodies(world, state, actor, tomorrow.isoformat()),
        **gathering_bodies(world, state, tomorrow.isoformat()),
        **challenge_bodies(world, state, tomorrow.isoformat()),
    }
    return bodies.get(route_name, {})


def answer_bodies(world: World, state: str, actor: str, day: str) -> dict[str, dict[str, Any]]:
    answer = world.ideas[state].answers.last() if state in world.ideas else None
    seen = answer.versions.latest("pk").pk if answer and answer.given_at else 0
    words = {"kind": "yes", "words": "Het mag.", "contact": "Fleur, team Groen"}
    terms = TermsForm(lab=world.lab)
    kept = seen_of(draft_of(answer)) if answer else ""
    sien = world.lab.memberships.get(user__name="Sien").pk
    return {
        "answer_ask": {"reason": "We willen beginnen.", "voice": world.voice(actor)},
        "answer_date": {"day": day, "reason": "De tekening is er later.", "seen": 0},
        "answer_forward": {
            "to": "team Groen",
            "reason": "Zij gaan hierover.",
            "seen": world.ideas[state].status_revision if state in world.ideas else 0,
        },
        "answer_give": words | {"kept": kept},
        "answer_draft": words | ({"kept": kept, "seen": seen} if seen else {"kept": kept}),
        "answer_draft_away": {"seen": kept},
        "answer_draft_read": {"to": sien},
        "answer_draft_said": {"says": "yes", "seen": kept},
        "answer_approval": {"says": "yes", "seen": kept},
        "answer_approval_ask": {"to": sien},
        "answer_approval_note": {"on": "2026-01-05", "seen": kept},
        "answer_correct": words | {"reason": "Het mag toch.", "seen": seen},
        "answer_clear": {"clear": "yes", "seen": seen},
        "answer_aside": {"asked": world.asked},
        "answer_unclear": {"asked": world.asked, "key": uuid.uuid4(), "words": "Bus 60."},
        "answer_pass": {"who": f"team-{world.team.pk}", "seen": answer.care_seen if answer else ""},
        "answer_note": {"words": "Bel ProRail."},
        "lab_away": {"first_day": day, "last_day": day, "deputy": world.lab.memberships.get(user__name="Sien").pk},
        "lab_work_together": {"does": "take", "picked": f"{world.ideas['owed'].answers.get().pk}:0-0"},
        "lab_team_new": {"name": "team Wegen"},
        "lab_team": {"name": "team Water", "seen": world.team.seen},
        "lab_answers": {"threshold": "50", "days": "20", "seen": terms["seen"].value()},
        "lab_moderation": {"term": "3", "seen": ModerationForm(lab=world.lab)["seen"].value()},
    }


def gathering_bodies(world: World, state: str, day: str) -> dict[str, dict[str, Any]]:
    gathering = world.gatherings.get(state)
    maker = world.lab.memberships.get(user__name="Stadmaker").pk
    evening = {"day": day, "starts": "19:30", "ends": "21:00"}
    words = {"title": "Nog een avond", "entry": "sign_up", "organisers": [maker], **evening}
    times = {f"{name}_{n}": value for n in (1, 2) for name, value in evening.items()} | {"starts_2": "20:00"}
    options = list(gathering.date_options.all()) if gathering else []
    rows = {f"{name}-{count}_FORMS": "0" for name in ("rooms", "hours", "stops") for count in ("TOTAL", "INITIAL")}
    table_seen = gathering.table_revision if gathering else 0
    session = Session.objects.filter(gathering=gathering).first()
    steps = session.plan_steps if session else []
    minutes = {f"minutes-{step.pk}": "7" for step in steps}
    report = Report.objects.filter(evening__session__gathering=gathering).first()
    bo = report.evening.participants.first() if report else None
    kept = LabPlan.objects.get(lab=world.other if state == "elsewhere" else world.lab)
    place = rows | {"name": "Een andere naam", "kind": "fixed", "address": "Raadhuisplein 2"}
    return {
        "gathering_new": words | {"key": key()},
        "gathering_edit": words | {"seen": gathering.words_revision if gathering else 0},
        "gathering_capacity": {"capacity": "50", "seen": gathering.words_revision if gathering else 0},
        "gathering_cancel": {"reason": "Het kan niet."},
        "gathering_hide": {"reason": "spam", "explanation": "Staat er twee keer."},
        "gathering_restore": {"why": "Het hoort er toch bij."},
        "gathering_copy": evening | {"key": key()},
        "gathering_table": {"ideas": [world.ideas["shown"].pk], "seen": table_seen},
        "gathering_outcome": {"outcome": "We praatten over een bank.", "seen": table_seen},
        "evening": minutes | {"seen": session.version if session else 0, "up": steps[-1].pk if steps else ""},
        "evening_who": {"language": "pl", "has_under_16": "on", "seen": session.who if session else ""},
        "evening_plan": {"plan": "tafel", "seen": session.version if session else 0},
        "live": {"code": world.evenings["published"].said},
        "live_phone": {"key": key(), "name": ""},
        "live_lead": {"do": "start", "seen": 1},
        "live_close": {"next_day": day, "next_at": "19:30", "who_1": "Jo", "what_1": "wie er rijdt", "seen": "0"},
        "evening_report_word": {"word": bo.word if bo else ""},
        "evening_report_set": {"do": "publish", "seen": report.version if report else 0},
        "evening_report_edit": {"title": "Een ander verslag", "seen": report.version if report else 0},
        "evening_report_drop": {"piece": "note-1"},
        "evening_report_remark": {"key": key(), "text": "We waren met meer."},
        "live_ask": {"key": key()},
        "live_ask_answer": {"do": "yes"},
        "live_task": {"key": key(), "name": "Jo"},
        "live_tasks": {"kind": "paper", "seen": world.evenings["published"].task_keys["paper"]},
        "live_note": {"key": key(), "step": world.evenings["published"].step_id, "text": "Een schooltuin"},
        "live_note_back": {"note": world.evenings["published"].notes.filter(state="waits").get().pk},
        "live_note_pick": {"press": f"{world.evenings['published'].notes.filter(state='waits').get().pk}:1"},
        "live_table": {"people": "4"},
        "live_settle": {"press": f"{world.evenings['published'].notes.get(state='waits').pk}:waits:wall"},
        "live_paper": {"key": key(), "step": world.evenings["published"].step_id, "text": "Een schooltuin"},
        "live_through": {"on": "1"},
        "live_blank": {"on": "1"},
        "live_piles": {
            "key": key(),
            "at": "new",
            "title": "Groen",
            "note": f"{world.evenings['published'].notes.get(text='Een boom').pk}:0",
        },
        "live_keep": {"press": f"note:{world.evenings['published'].notes.get(text='Een boom').pk}:1"},
        "live_bring": {"key": key(), "step": 0, "kind": "time", "words": "Een uur"},
        "live_bring_change": {"press": f"{world.evenings['published'].pledges.get(name='Anna').pk}:yes"},
        "live_brought": {"key": key(), "kind": "time", "words": "Een uur", "name": "Mia"},
        "pledge_asked": {"do": "yes"},
        "pledge_to_idea": {"kind": "things", "sentence": "Zestien stoelen"},
        "live_brought_press": {"press": f"{world.evenings['published'].pledges.get(name='Mo').pk}:off"},
        "live_brought_idea": {"subject": "", "seen": 0},
        "live_promises": PROMISED | {"key": key()},
        "live_promise": PROMISED | {"seen": 0},
        "evening_promises": PROMISED | {"key": key()},
        "evening_promise": PROMISED | {"seen": 0, "subject": world.ideas["shown"].pk},
        "live_choose": {"give": "1-1"},
        "live_choice": {"piece": "said-1", "parked_for": "Jo", "parked_on": "2026-12-14"},
        "live_count": {"heads": "12"},
        "evening_choice": {"options": "Een bank\nEen boom", "dots": "3", "most": "3", "seen": "0"},
        "evening_outcomes": {"press": "rest"},
        "evening_outcome_brings": {"subject": world.ideas["shown"].pk, "seen": 0},
        "evening_outcome_idea": {"subject": world.ideas["shown"].pk},
        "evening_outcome_new": {"title": "Een podium", "opportunity": "Een podium op het plein.", "key": key()},
        "evening_outcome_comment": {"subject": world.ideas["shown"].pk, "text": "Hier past een podium.", "key": key()},
        "live_named": {"on": "1"},
        "live_floor": {"on": "1"},
        "live_spoke": {"press": f"{world.evenings['published'].participants.order_by('pk')[0].pk}:1"},
        "live_back": {"word": world.evenings["published"].participants.get().word},
        "evening_keep": {"name": "Nog een plan", "goal": "", "key": key()},
        "evening_kept": {"name": "Een andere naam", "seen": kept.state},
        "evening_programme": {
            "seen": session.version if session else 0,
            "words_seen": gathering.words_revision if gathering else 0,
        },
        "evening_step_new": {"title": "Dans", "kind": "talk", "minutes": "5", "sentence": "Dans mee.", "key": key()},
        "evening_step": {
            "title": "Dans",
            "kind": "talk",
            "minutes": "5",
            "sentence": "Dans mee.",
            "seen": steps[-1].state if steps else "",
        },
        "sign_up": {"seats": "1"},
        "party_seats": {"seats": "1"},
        "sign_up_mail": {"name": "Tinus", "email": "nieuw@example.org", "seats": "1"},
        "parties": {"name": "Mevrouw Jansen", "seats": "1", "key": key()},
        "date_answers": {f"option_{option.pk}": "yes" for option in options},
        "dates_ask": times,
        "date_choose": {"option": options[0].pk if options else 0},
        "place_new": place | {"name": "Nog een plek"},
        "place_edit": place
        | {"photo_alt": "Een deur", "seen": world.places[state].revision if state in world.places else 0},
    }


def challenge_bodies(world: World, state: str, day: str) -> dict[str, dict[str, Any]]:
    challenge = world.challenges.get(state)
    words = {"title": "Een andere vraag?", "background": "Daarom.", "until": day}
    promise = {"level": "inform", "decides": "Wij.", "fixed": "Niets.", "promise": "Een brief."}
    seen = {"seen": challenge.words_revision if challenge else 0}
    far = (clock.now() + timedelta(days=60)).date().isoformat()
    return {
        "challenge_new": words | {"key": key()},
        "challenge_new_municipal": words | promise | {"key": key(), "do": "online"},
        "challenge_edit": words | promise | seen,
        "challenge_stance": {"stance": "helps", "seen": challenge.stance_revision if challenge else 0},
        "challenge_longer": {"until": far, "reason": "Er komt nog een avond."},
        "challenge_close": {"reason": "We weten genoeg."},
        "challenge_report": {"outcome": "Een plek om zelf te bouwen."},
        "challenge_hide": {"reason": "spam", "explanation": "Staat er twee keer."},
        "idea_question": {"question": world.challenges["municipal"].pk},
        "challenge_restore": {"why": "Het was een vergissing."},
    }
