"""Support, the need answer and a pledge: once per person, can be taken back, refused when the idea is closed."""

import pytest
from django.db import transaction

from common import rate_limits
from ideas.models import Idea, IdeaClosed, NeedAnswer, Pledge, Status, Support
from labs.models import RESIDENT_VOICE, Lab, Membership
from tests.factories import make_lab, make_user
from tests.ideas.conftest import PART, browser

ACTS = {"steun/": {}, "nut/": {"answer": "yes"}, "hulp/": {"kind": "time", "sentence": "Ik geef dinsdag water."}}


def url(idea, path):
    return idea.get_absolute_url() + path


def count(idea):
    return Idea.objects.get(pk=idea.pk).support_count


# Support


def test_support_counts_once_and_can_be_taken_back(idea, bram):
    client = browser(bram)
    for _again in range(3):
        assert client.post(url(idea, "steun/")).headers["Location"] == idea.get_absolute_url() + "#steun"
    assert count(idea) == 1
    client.post(url(idea, "steun/intrekken/"))
    client.post(url(idea, "steun/intrekken/"))
    assert count(idea) == 0
    client.post(url(idea, "steun/"))
    client.delete(url(idea, "steun/"))
    assert count(idea) == 0


def closes(idea, mo):
    idea.set_status(mo, RESIDENT_VOICE, Status.DONE, "Gelukt.", "Kom kijken.")


MEANWHILE = {
    "closed": closes,
    "hidden": lambda idea, mo: idea.hide(mo, "spam"),
    "of an earlier round": lambda idea, mo: Idea.objects.filter(pk=idea.pk).update(source="nl/1", source_id="7"),
    "in a lab of history": lambda idea, mo: Lab.objects.filter(pk=idea.lab_id).update(takes_support=False),
    "withdrawn whole": lambda idea, mo: idea.withdraw(idea.author, RESIDENT_VOICE, "Toch niet."),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_support_for_what_ended_since_it_was_read_is_refused_and_leaves_nothing(idea, bram, mo, what):
    seen = Idea.objects.get(pk=idea.pk)
    MEANWHILE[what](idea, mo)
    with pytest.raises(IdeaClosed), transaction.atomic():
        seen.support(bram)
    assert not Support.objects.exists()
    assert not Idea.objects.exclude(support_count=0).exists()


@pytest.mark.parametrize("act", [*ACTS, "steun/intrekken/"])
def test_who_comes_too_late_hears_why_and_finds_the_idea(idea, bram, mo, act):
    closes(idea, mo)
    late = browser(bram).post(url(idea, act), ACTS.get(act, {}))
    assert late.status_code == 403
    assert "Dit kan niet meer" in late.text
    assert f'href="{idea.get_absolute_url()}">Naar het idee' in late.text
    remark = browser(bram).post(url(idea, act), ACTS.get(act, {}), **PART)
    assert (remark.status_code, "Het idee is dicht" in remark.text, "<html" in remark.text) == (403, True, False)


def test_support_for_what_opened_since_it_was_read_counts(idea, bram, mo):
    closes(idea, mo)
    seen = Idea.objects.get(pk=idea.pk)
    idea.set_status(mo, RESIDENT_VOICE, Status.DOING, "Toch door.", "Zaterdag.")
    assert seen.support(bram)
    now = Idea.objects.get(pk=idea.pk)
    assert (seen.support_count, seen.revision, seen.tally_revision) == (1, now.revision, now.revision)


def test_support_goes_back_to_the_page_where_it_was_pressed(idea, bram):
    here = "/proefdorp/ideeen/?volgorde=steun"
    answer = browser(bram).post(url(idea, "steun/?kaart"), HTTP_REFERER=f"http://testserver{here}")
    assert answer.headers["Location"] == f"{here}#card-{idea.pk}"
    answer = browser(bram).post(url(idea, "steun/"), HTTP_REFERER="https://elders.example/x")
    assert answer.headers["Location"] == idea.get_absolute_url() + "#steun"


def test_a_script_gets_the_button_and_its_words(idea, bram):
    page = browser(bram).post(url(idea, "steun/"), **PART).content.decode()
    assert f'id="support-{idea.pk}"' in page
    assert 'aria-pressed="true"' in page
    assert "steun/intrekken/" in page
    assert f'id="tally-{idea.pk}" data-revision="2"' in page
    assert f'id="support-words-{idea.pk}"' in page
    assert "<html" not in page


def test_the_first_press_makes_someone_a_member_and_a_look_does_not(idea, lab):
    newcomer = make_user("Nieuw")
    client = browser()
    client.force_login(newcomer)
    client.get(url(idea, ""))
    client.get(url(idea, "steun/"))
    assert not Membership.objects.filter(user=newcomer).exists()
    client.post(url(idea, "steun/"))
    assert Membership.objects.get(user=newcomer).lab == lab
    assert count(idea) == 1


@pytest.mark.parametrize("path", ["steun/", "nut/?antwoord=no"])
def test_signed_out_links_lead_to_the_sign_in_and_write_nothing(idea, path):
    answer = browser().get(url(idea, path))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/inloggen/?doe=")
    assert not answer.cookies
    assert count(idea) == 0


@pytest.mark.parametrize("path", ACTS)
def test_signed_out_posts_lead_to_the_sign_in_and_do_nothing_yet(idea, path):
    answer = browser().post(url(idea, path), ACTS[path])
    assert answer.headers["Location"].startswith("/inloggen/?bij=")
    assert (Support.objects.count(), NeedAnswer.objects.count(), Pledge.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("path", [*ACTS, "steun/intrekken/"])
@pytest.mark.parametrize("state", ["closed", "hidden", "imported", "elsewhere"])
def test_what_is_over_takes_nothing_more(idea, bram, mo, path, state):
    fields, status = ACTS.get(path, {}), 403
    if state == "closed":
        idea.support(bram)
        idea.set_status(mo, RESIDENT_VOICE, "stopped", "Het is klaar.")
    elif state == "hidden":
        idea.hide(mo, "spam")
        status = 404
    elif state == "imported":
        if "steun" not in path:
            return  # an imported idea takes help and answers
        idea = Idea.appear(1, lab=idea.lab, title="Oud", source="NL/x/2020", source_id="1")
    else:
        make_lab("elders")
        address, status = f"/elders/ideeen/{idea.pk}/{path}", 404
    before = (Support.objects.count(), NeedAnswer.objects.count(), Pledge.objects.count())
    if state != "elsewhere":
        address = url(idea, path)
    assert browser(bram).post(address, fields).status_code == status
    assert (Support.objects.count(), NeedAnswer.objects.count(), Pledge.objects.count()) == before


def test_too_often_is_said_with_429(idea, bram, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "support", "2 per year")
    client = browser(bram)
    presses = ["steun/", "steun/", "steun/intrekken/", "steun/intrekken/", "steun/"]  # a repeat costs nothing
    assert [client.post(url(idea, path)).status_code for path in presses] == [302, 302, 302, 302, 429]
    assert not Support.objects.exists()


def test_extra_fields_change_nothing(idea, bram):
    fields = {"person": idea.author_id, "support_count": 99, "status": "done", "lab": 7, "is_staff": 1}
    browser(bram).post(url(idea, "steun/"), fields)
    idea.refresh_from_db()
    assert (idea.support_count, idea.status, Support.objects.get().person) == (1, "new", bram)


def test_without_a_token_a_post_is_refused(idea, bram):
    client = browser(bram, enforce_csrf_checks=True)
    assert client.post(url(idea, "steun/")).status_code == 403
    assert count(idea) == 0


# The need answer


def test_an_answer_can_be_changed_and_counts_once(idea, bram):
    client = browser(bram)
    for answer in ("yes", "no", "no"):
        assert client.post(url(idea, "nut/"), {"answer": answer}).status_code == 302
    assert list(idea.need_answers.values_list("answer", flat=True)) == ["no"]
    page = client.get(idea.get_absolute_url()).content.decode()
    assert page.count('aria-pressed="true"') == 1
    assert 'value="no" aria-pressed="true"' in page
    assert "Jouw antwoord staat erbij." in page
    assert "checked" not in page, "no kind of help is chosen for anyone"


@pytest.mark.parametrize(
    ("path", "fields", "told", "place"),
    [
        ("steun/", {}, "Je steunt dit nu. Je hoort hoe het verdergaat.", "steun"),
        ("steun/intrekken/", {}, "Je steunt dit niet meer.", "steun"),
        ("hulp/", ACTS["hulp/"], "Je hulp staat bij het idee.", "help"),
    ],
)
def test_a_browser_hears_what_it_did_where_it_comes_down(idea, bram, path, fields, told, place):
    client = browser(bram)
    answer = client.post(url(idea, path), fields)
    assert answer.headers["Location"].endswith(f"#{place}")
    page = client.get(idea.get_absolute_url()).content.decode()
    after = page[page.index(f'id="{place}"') :]
    assert f"<p>{told}</p>" in after[:700]
    assert page.count(told) == 1
    assert told not in client.get(idea.get_absolute_url()).content.decode()


def test_a_script_leaves_nothing_to_be_said_on_a_later_page(idea, bram):
    client = browser(bram)
    for path, fields in ACTS.items():
        client.post(url(idea, path), fields, **PART)
    assert 'class="remark' not in client.get(idea.get_absolute_url()).content.decode()


def test_an_answer_that_is_none_is_refused_at_the_field(idea, bram):
    answer = browser(bram).post(url(idea, "nut/"), {"answer": "perhaps"})
    assert answer.status_code == 422
    assert not idea.need_answers.exists()
