"""Teams on the page of the lab's admins: made, changed, closed, logged; and whom to reach."""

import pytest

from answers.models import Team, Terms
from audit.models import AuditEntry, Kind
from labs.models import NameTaken
from tests.answers.conftest import make_team
from tests.answers.test_pages import text_of
from tests.factories import make_lab, make_member
from tests.ideas.conftest import browser

pytestmark = pytest.mark.django_db
MANDATE = "Dit team beslist zelf tot € 2.500. Daarboven beslist het college."


def address(lab, more=""):
    return f"/{lab.slug}/beheer/antwoorden/teams/{more}"


def log():
    entries = AuditEntry.objects.filter(object_kind="team").order_by("pk")
    return [(entry.kind, entry.before, entry.after) for entry in entries]


def test_an_admin_makes_a_team_and_everybody_who_manages_sees_it(lab, admin, fleur, ruud):
    said = {"name": "team Groen", "mandate": MANDATE, "mailbox": "groen@example.org", "members": [fleur.pk]}
    page = text_of(browser(admin).post(address(lab, "nieuw/"), said, follow=True))
    assert "team Groen kan nu antwoorden oppakken." in page
    assert MANDATE in page
    assert "1 persoon" in page
    team = Team.objects.get()
    assert (team.lab, list(team.members.all())) == (lab, [fleur])
    assert log() == [(Kind.ADD_TEAM, {}, {"name": "team Groen"})]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Dit veld"),
        ({"name": "TEAM groen"}, "Er is al een team met deze naam."),
        ({"mailbox": "groen"}, "Schrijf een e-mailadres, zoals naam@voorbeeld.nl."),
        ({"members": ["999"]}, "Iemand werkt hier niet meer voor de gemeente."),
        ({"members": ["x"]}, "Iemand werkt hier niet meer voor de gemeente."),
        ({"mandate": "x" * 201}, "Maak dit korter"),
    ],
)
def test_what_is_wrong_is_said_and_the_words_stay(lab, admin, groen, wrong, told):
    said = {"name": "team Wegen", "mandate": MANDATE} | wrong
    response = browser(admin).post(address(lab, "nieuw/"), said)
    assert response.status_code == 422
    assert told in text_of(response).replace("&#x27;", "'") or told == "Dit veld"
    assert Team.objects.count() == 1


def test_only_who_answers_for_the_municipality_here_is_in_a_team(lab, admin, bram, fleur):
    elsewhere = make_member(make_lab("buurdorp"), "Otto", "civil_servant")
    team = make_team(admin, "team Groen", bram, fleur, elsewhere)
    assert list(team.members.all()) == [fleur]


def test_a_change_is_logged_without_the_mailbox_and_the_names(lab, admin, fleur, ruud, groen):
    assert not groen.change(admin, [fleur], name="team Groen", mandate="", mailbox="")
    assert groen.change(admin, [ruud], name="team Natuur", mandate=MANDATE, mailbox="n@example.org")
    changes = log()[1:]
    assert [kind for kind, _before, _after in changes] == [Kind.CHANGE_TEAM] * 4
    assert ({"name": "team Natuur", "words": ""}, {"name": "team Natuur", "words": MANDATE}) in [
        c[1:] for c in changes
    ]
    assert "n@example.org" not in str(changes)
    assert "Ruud" not in str(changes)
    assert "wijzigde een team" in text_of(browser(admin).get(f"/{lab.slug}/beheer/logboek/"))


def test_two_admins_who_change_a_team_don_t_lose_each_others_words(lab, admin, fleur, groen):
    seen = groen.seen
    groen.change(admin, [fleur], name="team Groen", mandate="Eerst dit.", mailbox="")
    said = {"name": "team Groen", "mandate": MANDATE, "members": [fleur.pk], "seen": seen}
    response = browser(admin).post(address(lab, f"{groen.pk}/"), said)
    assert response.status_code == 422
    assert MANDATE in response.text
    again = {"seen": response.context["form"].data["seen"]}
    assert browser(admin).post(address(lab, f"{groen.pk}/"), said | again).status_code == 302
    groen.refresh_from_db()
    assert groen.mandate == MANDATE


def test_a_closed_team_is_gone_from_the_list_and_its_name_is_free(lab, admin, fleur, groen):
    page = address(lab, f"{groen.pk}/sluiten/")
    assert "Sluit dit team" in text_of(browser(admin).get(page))
    assert "team Groen is gesloten." in text_of(browser(admin).post(page, follow=True))
    assert "Dit team was al gesloten." in text_of(browser(admin).post(page, follow=True))
    assert browser(admin).get(page).status_code == 404
    assert browser(admin).get(address(lab, f"{groen.pk}/")).status_code == 404
    assert make_team(admin, "team Groen", fleur)
    with pytest.raises(NameTaken):
        make_team(admin, "Team groen")


def test_whom_to_reach_is_kept_and_logged_without_the_person(lab, admin):
    page = browser(admin).get(f"/{lab.slug}/beheer/antwoorden/")
    said = {
        **{"threshold": "75", "days": "30", "seen": page.context["form"]["seen"].value()},
        **{"escalation_name": "Sjaan", "escalation_mail": ""},
    }
    wrong = browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", said)
    assert wrong.status_code == 422
    assert "Schrijf het e-mailadres erbij, of laat allebei leeg." in text_of(wrong)
    said["escalation_mail"] = "sjaan@example.org"
    assert browser(admin).post(f"/{lab.slug}/beheer/antwoorden/", said).status_code == 302
    terms = Terms.objects.get(lab=lab)
    assert (terms.escalation_name, terms.escalation_mail) == ("Sjaan", "sjaan@example.org")
    entries = AuditEntry.objects.filter(kind=Kind.CHANGE_TERM)
    assert {entry.object_id for entry in entries} == {"escalation_name", "escalation_mail"}
    assert "sjaan" not in str([(entry.before, entry.after) for entry in entries]).lower()
    log = text_of(browser(admin).get(f"/{lab.slug}/beheer/logboek/"))
    assert "Wie hoort het als een antwoord uitblijft?" in log
    assert "– → –" not in log


def test_who_lost_the_role_counts_no_more_and_changes_nothing_in_the_log(lab, admin, fleur, ruud):
    team = make_team(admin, "team Groen", fleur, ruud)
    fleur.roles.all().delete()
    assert "1 persoon" in text_of(browser(admin).get(address(lab, "")[: -len("teams/")]))
    before = log()
    assert not team.change(admin, [ruud], name="team Groen", mandate="", mailbox="")
    assert log() == before
    assert list(team.members.all()) == [ruud]
