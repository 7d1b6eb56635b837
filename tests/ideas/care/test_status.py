"""The status of an idea: who sets it, why, the next step, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from common import clock
from ideas.models import Idea, IdeaClosed, Status
from labs.models import RESIDENT_VOICE, HidingReason
from tests.events.factories import make_gathering
from tests.factories import make_idea, make_member
from tests.ideas.care.conftest import new_status, text_of
from tests.mails import send_all

pytestmark = pytest.mark.django_db


def test_new_status_stands_in_the_story_and_its_author_gets_one_mail(act, lab, anna, idea):
    fleur = make_member(lab, "Fleur", "civil_servant", label="team Groen")
    day = timezone.localdate() + timedelta(days=9)
    said = new_status(idea, Status.NOT_NOW, date=day.isoformat(), reason="We zoeken <b>uit</b> wat mag.")
    assert act(fleur, "idea_status", idea).status_code == 200
    assert act(fleur, "idea_status", idea, **said).headers["Location"] == idea.get_absolute_url()
    idea.refresh_from_db()
    step = idea.story.get()
    assert (idea.status, idea.status_date, idea.status_to) == ("not_now", day, "")
    assert (step.by, step.voice_kind, step.voice_label, step.next_step) == (
        fleur,
        "civil_servant",
        "team Groen",
        "Kom langs.",
    )
    assert [(message.to, message.subject.partition(":")[0]) for message in mail.outbox] == [
        (["anna@example.org"], "Pluktuin")
    ]
    assert "Fleur (Gemeente · team Groen):\nWe zoeken <b>uit</b> wat mag." in mail.outbox[0].body
    assert "Hoe het verdergaat: Kom langs." in mail.outbox[0].body
    assert "We zoeken &lt;b&gt;uit&lt;/b&gt; wat mag." in mail.outbox[0].alternatives[0].content
    assert f"http://testserver{idea.get_absolute_url()}" in mail.outbox[0].body
    assert "We zoeken &lt;b&gt;uit&lt;/b&gt; wat mag." in text_of(act(None, "idea_detail", idea))


def test_status_pressed_twice_is_one_step_and_one_mail(act, lab, idea):
    maker = make_member(lab, "Chaima", "stadmaker")
    said = new_status(idea)
    assert [act(maker, "idea_status", idea, **said).status_code for _ in "ab"] == [302, 302]
    assert (idea.story.count(), len(mail.outbox)) == (1, 1)


def test_second_of_two_who_set_a_status_is_warned(act, lab, idea):
    maker, linker = make_member(lab, "Chaima", "stadmaker"), make_member(lab, "Dina", "connector")
    seen = new_status(idea)
    act(maker, "idea_status", idea, **seen | {"status": "doing", "reason": "Ze planten al."})
    second = act(linker, "idea_status", idea, **seen | {"reason": "Ik bel morgen."})
    assert second.status_code == 409
    assert "Iemand anders paste dit net aan. Jouw tekst staat er nog." in text_of(second)
    assert "Ik bel morgen." in text_of(second)
    assert "Ze planten al." in text_of(second)
    idea.refresh_from_db()
    assert (idea.status, idea.story.count()) == ("doing", 1)
    mine = act(maker, "idea_status", idea, **seen | {"reason": "Nog iets."})
    assert mine.status_code == 409
    assert "Dit is intussen aangepast, misschien in een ander tabblad." in text_of(mine)
    act(linker, "idea_status", idea, **new_status(idea, reason="Ik bel morgen."))
    idea.refresh_from_db()
    assert idea.status == "talking"


def take_back(idea, mo):
    idea.withdraw(idea.author, RESIDENT_VOICE, "Toch niet.")


def hide_it(idea, mo):
    idea.hide(mo, HidingReason.SPAM)


@pytest.mark.parametrize(
    ("end", "status", "steps"), [(take_back, "withdrawn", 1), (hide_it, "new", 0)], ids=["taken back", "hidden"]
)
def test_status_of_an_idea_that_went_meanwhile_says_so(act, lab, bram, mo, idea, monkeypatch, end, status, steps):
    maker = make_member(lab, "Chaima", "stadmaker")
    idea.support(bram)
    for asked_a_moment_before in ("can_read", "can_set_status"):
        monkeypatch.setattr(f"ideas.rules.{asked_a_moment_before}", lambda member, idea: True)
    end(Idea.objects.get(pk=idea.pk), mo)
    send_all()
    mail.outbox.clear()
    response = act(maker, "idea_status", idea, **new_status(idea))
    assert response.status_code == 403
    assert "Dit kan niet meer. Het idee is net teruggetrokken of verborgen." in text_of(response)
    assert "Omdat het kan." in text_of(response)
    idea.refresh_from_db()
    assert (idea.status, idea.story.count(), mail.outbox) == (status, steps, [])


@pytest.mark.parametrize("end", [take_back, hide_it], ids=["taken back", "hidden"])
def test_who_holds_an_idea_as_it_was_sets_no_status_after_it_went(mo, bram, idea, end):
    idea.support(bram)
    as_it_was, now = Idea.objects.get(pk=idea.pk), Idea.objects.get(pk=idea.pk)
    end(now, mo)
    with pytest.raises(IdeaClosed):
        as_it_was.set_status(mo, RESIDENT_VOICE, Status.DONE, "Gelukt.")
    now.refresh_from_db()
    assert now.status != Status.DONE
    assert not now.story.filter(status=Status.DONE).exists()


TODAY, TOMORROW = 0, 1


@pytest.mark.parametrize(
    ("status", "fields", "answer", "wrong"),
    [
        ("talking", {}, 302, ""),
        ("talking", {"reason": ""}, 422, "reason"),
        ("talking", {"next_step": ""}, 422, "next_step"),
        ("talking", {"status": ""}, 422, "status"),
        ("done", {"next_step": ""}, 302, ""),
        ("meeting", {}, 422, "date"),
        ("meeting", {"date": TODAY}, 302, ""),
        ("meeting", {"date": -1}, 422, "date"),
        ("not_now", {"date": "morgen"}, 422, "date"),
        ("not_now", {"date": TODAY}, 422, "date"),
        ("not_now", {"date": TOMORROW}, 302, ""),
        ("not_now", {"date": 2 * 365}, 302, ""),
        ("not_now", {"date": 2 * 365 + 1}, 422, "date"),
        ("not_now", {"date": "9999-12-31"}, 422, "date"),
        ("waiting", {"date": TOMORROW}, 422, "status"),
        ("forwarded", {}, 422, "to"),
        ("forwarded", {"to": "Waterschap Limburg"}, 302, ""),
        ("forwarded", {"to": "x" * 81}, 422, "to"),
        ("talking", {"date": "nonsens", "to": "x" * 500}, 302, ""),
        ("talking", {"reason": "x" * 2001}, 422, "reason"),
        ("talking", {"seen": "x"}, 422, "seen"),
        ("withdrawn", {}, 422, "status"),
        ("new", {}, 422, "status"),
        ("nonsens", {}, 422, "status"),
    ],
)
def test_each_status_asks_what_it_needs(act, lab, idea, status, fields, answer, wrong):
    fleur = make_member(lab, "Fleur", "civil_servant", label="team Groen")
    make_gathering(fleur, starts_at=clock.now(), ends_at=clock.now() + timedelta(hours=1))
    if isinstance(fields.get("date"), int):
        fields = fields | {"date": (timezone.localdate() + timedelta(days=fields["date"])).isoformat()}
    response = act(fleur, "idea_status", idea, **new_status(idea, status) | fields)
    assert response.status_code == answer
    assert list(response.context["form"].errors) == [wrong] if wrong else True
    idea.refresh_from_db()
    assert idea.status == ("new" if wrong else status)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (-1, "Deze datum is voorbij. Kies een datum die nog komt."),
        (0, "Kies een dag na vandaag."),
        (1000, "Dit is te ver weg. Kies een datum binnen twee jaar."),
    ],
)
def test_a_date_that_cannot_be_is_told_why(act, lab, idea, date, words):
    fleur = make_member(lab, "Fleur", "civil_servant", label="team Groen")
    day = (timezone.localdate() + timedelta(days=date)).isoformat()
    response = act(fleur, "idea_status", idea, **new_status(idea, Status.NOT_NOW, date=day))
    assert response.context["form"].errors == {"date": [words]}


def test_who_has_more_roles_chooses_and_a_staff_status_needs_a_staff_role(act, lab, idea):
    both = make_member(lab, "Fleur", "civil_servant", "stadmaker")
    servant, maker = both.roles.all()
    rejected = new_status(idea, Status.REJECTED, next_step="")
    assert act(both, "idea_status", idea, **rejected).status_code == 422
    assert act(both, "idea_status", idea, **rejected | {"voice": maker.pk}).status_code == 422
    assert act(both, "idea_status", idea, **rejected | {"voice": servant.pk}).status_code == 302
    assert idea.story.get().voice_kind == "civil_servant"


def test_author_who_sets_their_own_status_gets_no_mail(act, lab):
    maker = make_member(lab, "Chaima", "stadmaker")
    mine = make_idea(maker)
    act(maker, "idea_status", mine, **new_status(mine))
    assert (mine.story.count(), mail.outbox) == (1, [])
