"""The pages of a gathering: drafts, dates, publishing, moving, copying, cancelling, outcome."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from common import clock
from common.times import day_of
from events.models import Gathering, State
from tests.events.factories import AN_EVENING, make_draft, make_gathering
from tests.events.forms import A_KEY, at, edited, opened, words
from tests.factories import make_idea
from tests.places.factories import make_place
from tests.standing import standing_at

pytestmark = pytest.mark.usefixtures("in_november")


def test_a_draft_is_made_once_and_seen_by_makers_only(anna_here, anna, bram, new, client):
    for _press in range(2):
        answer = anna_here.post(new, words(anna))
    gathering = Gathering.objects.get()
    assert answer.headers["Location"] == gathering.get_absolute_url()
    assert (gathering.state, gathering.title, gathering.made_by) == (State.DRAFT, "Open tafel", anna)
    assert 'data-follow="gathering' not in client.get(gathering.get_absolute_url()).content.decode()
    client.force_login(bram.user)
    assert client.get(gathering.get_absolute_url()).status_code == 404


def test_a_draft_thrown_away_twice_lands_in_the_same_place(anna_here, anna, bram, client):
    draft, online = make_draft(anna), make_gathering(anna)
    agenda = reverse("gathering_list", kwargs={"lab_slug": draft.lab.slug})
    address = at("gathering_throw_away", draft)
    asked = anna_here.get(address)
    assert (asked.status_code, "Dit concept weggooien?" in asked.text) == (200, True)
    first, again = (anna_here.post(address, follow=True) for _press in range(2))
    assert first.redirect_chain == again.redirect_chain == [(agenda, 302)]
    assert "Het concept is weg." in first.text
    assert "Dit concept was al weg." in again.text
    for send in (anna_here.get, anna_here.post):
        answer = send(at("gathering_throw_away", online), follow=True)
        assert answer.redirect_chain == [(online.get_absolute_url(), 302)]
        assert "Dit is geen concept meer: iedereen kan het zien. Je kunt het wel afzeggen." in answer.text
    client.force_login(bram.user)
    assert client.post(address).status_code == 404


def test_without_a_date_it_stays_a_draft_and_asks_for_dates(anna_here, anna, new, client, bram):
    anna_here.post(new, words(anna, day="", starts="", ends=""))
    gathering = Gathering.objects.get()
    assert anna_here.post(at("gathering_publish", gathering), follow=True).status_code == 200
    gathering.refresh_from_db()
    assert gathering.is_draft
    asked = {"day_1": "2031-01-05", "starts_1": "19:00", "ends_1": "21:00"}
    assert anna_here.post(at("dates_ask", gathering), asked).status_code == 422
    asked |= {"day_2": "2031-01-06", "starts_2": "19:00", "ends_2": "21:00"}
    anna_here.post(at("dates_ask", gathering), asked)
    option, other = gathering.date_options.all()
    client.force_login(bram.user)
    client.post(at("date_answers", gathering), {f"option_{option.pk}": "yes", f"option_{other.pk}": "no"})
    assert list(gathering.answers_of(bram).values_list("option", "suits")) == [(option.pk, "yes")]
    client.force_login(anna.user)
    client.post(at("date_choose", gathering), {"option": option.pk})
    gathering.refresh_from_db()
    assert (gathering.state, gathering.starts_at) == (State.PUBLISHED, option.starts_at)


def test_two_equal_dates_hear_that_they_are_the_same(anna_here, anna):
    gathering = make_draft(anna)
    twice = {"day_1": "2031-01-05", "starts_1": "19:00", "ends_1": "21:00"}
    twice |= {"day_3": "5-1-2031", "starts_3": "19.00", "ends_3": "21.00"}
    other = {"day_2": "2031-01-06", "starts_2": "19:00", "ends_2": "21:00"}
    for sent in (twice, twice | other):
        answer = anna_here.post(at("dates_ask", gathering), sent)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="id_day_3_error"' in text
        assert "Dit is hetzelfde als datum 1. Kies een andere dag of tijd, of maak deze leeg." in text
        assert "minstens twee" not in text
    gathering.refresh_from_db()
    assert gathering.is_draft


def test_a_date_that_is_over_is_not_asked_and_says_so_at_its_field(anna_here, anna):
    gathering = make_draft(anna)
    over = {"day_1": "2020-01-06", "starts_1": "19:00", "ends_1": "21:00"}
    to_come = {"day_2": "2031-01-05", "starts_2": "19:00", "ends_2": "21:00"}
    answer = anna_here.post(at("dates_ask", gathering), over | to_come)
    assert answer.status_code == 422
    summary = " ".join(answer.text.partition("data-errors")[2].partition("</ul>")[0].split())
    assert '<a href="#id_day_1">Datum 1, dag</a> : Deze datum is voorbij.' in summary.replace("</a>:", "</a> :")
    error = answer.text.partition('id="id_day_1_error"')[2].partition("</p>")[0]
    assert "Deze datum is voorbij. Kies een latere dag of tijd, of maak deze leeg." in error
    assert 'value="2031-01-05"' in answer.text
    gathering.refresh_from_db()
    assert gathering.is_draft


def test_a_date_that_went_by_has_no_button_and_is_not_chosen(anna_here, anna, bram, mails):
    gathering = make_draft(anna)
    starts, ends = gathering.starts_at, gathering.ends_at
    gathering.ask_dates([(starts, ends), (starts + timedelta(days=4), ends + timedelta(days=4))])
    first, second = gathering.date_options.all()
    gathering.answer_dates(bram, {first.pk: "yes", second.pk: "yes"})
    gone = "Deze datum is voorbij. Je kunt hem niet meer kiezen."
    assert gone not in anna_here.get(at("date_answers", gathering)).text
    with standing_at(ends), mails() as sent:
        page = anna_here.get(at("date_answers", gathering)).text
        assert page.count(gone) == 1
        assert f'name="option" value="{first.pk}"' not in page
        assert f'name="option" value="{second.pk}"' in page
        asking = anna_here.get(at("dates_ask", gathering)).text
        assert [day_of(option.starts_at).isoformat() in asking for option in (first, second)] == [False, True]
        late = anna_here.post(at("date_choose", gathering), {"option": first.pk}, follow=True)
        assert "Deze datum is voorbij. Kies een datum die nog komt." in late.text
    gathering.refresh_from_db()
    assert (gathering.state, sent) == (State.DATES, [])
    assert gathering.choose_date(second)


@pytest.mark.parametrize("hours", [9 * 24, 1])
def test_who_waits_hears_that_everybody_walks_in_now(anna_here, anna, bram, chaima, client, mails, hours):
    starts = clock.now().replace(second=0, microsecond=0) + timedelta(hours=hours)
    gathering = make_gathering(anna, capacity=1, starts_at=starts)
    gathering.sign_up(bram)
    gathering.sign_up(chaima)
    with mails() as sent:
        anna_here.post(at("gathering_edit", gathering), edited(gathering, entry="walk_in"))
    assert sent == [("chaima@example.org", "Er is plek voor je: Kansen ophalen in Horst")]
    letter = mail.outbox[0]
    assert "Iedereen kan nu gewoon binnenlopen. Er is geen wachtlijst meer, dus jij kunt ook komen." in letter.body
    assert "dan kan iemand anders" not in letter.body
    client.force_login(chaima.user)
    page = client.get(gathering.get_absolute_url()).text
    assert "Loop gewoon binnen" in page
    assert "Je komt." in page
    assert "wachtlijst" not in page


def test_a_draft_tells_its_makers_that_it_has_no_place(anna_here, anna):
    missing = "Er staat nog niet bij waar het is."
    for where, is_told in (({}, True), ({"where": "Kerkplein 1"}, False), ({"link": "https://meet.example"}, False)):
        page = anna_here.get(make_draft(anna, **where).get_absolute_url()).content.decode()
        assert (missing in page) is is_told, where
    assert missing not in anna_here.get(make_gathering(anna).get_absolute_url()).text


def test_who_asked_for_dates_finds_where_to_choose_one(anna_here, anna, bram, client):
    gathering = make_draft(anna)
    assert "Kies de datum" not in anna_here.get(gathering.get_absolute_url()).text
    gathering.ask_dates([(gathering.starts_at, gathering.ends_at)])
    link = f'href="{at("date_answers", gathering)}#kies"'
    assert link in anna_here.get(gathering.get_absolute_url()).text
    assert 'id="kies"' in anna_here.get(at("date_answers", gathering)).text
    gathering.choose_date(gathering.date_options.get())
    assert link not in anna_here.get(gathering.get_absolute_url()).text
    client.force_login(bram.user)
    assert link not in client.get(gathering.get_absolute_url()).text


def test_who_chooses_another_date_after_somebody_else_hears_so(anna_here, anna):
    gathering = make_draft(anna)
    starts, ends = gathering.starts_at, gathering.ends_at
    gathering.ask_dates([(starts, ends), (starts + timedelta(days=1), ends + timedelta(days=1))])
    first, second = gathering.date_options.all()
    gathering.choose_date(second)
    late = "Iemand anders koos net een andere datum. Die staat hieronder."
    for option, is_told in ((first, True), (second, False)):
        page = anna_here.post(at("date_choose", gathering), {"option": option.pk}, follow=True).text
        assert (late in page) is is_told
    gathering.refresh_from_db()
    assert gathering.starts_at == second.starts_at


def test_whom_no_date_suits_is_promised_no_mail(client, anna, bram):
    gathering = make_draft(anna)
    gathering.ask_dates([(gathering.starts_at, gathering.ends_at)])
    option = gathering.date_options.get()
    client.force_login(bram.user)
    for answer, promised in (("yes", True), ("no", False)):
        page = client.post(at("date_answers", gathering), {f"option_{option.pk}": answer}, follow=True)
        assert ("Je krijgt een mail als de datum bekend is." in page.text) is promised
    assert "Je krijgt er dus geen mail over." in page.text


def test_an_untouched_form_of_dates_says_nothing_and_asks_for_an_answer_to_each(client, anna, bram):
    gathering = make_draft(anna)
    starts, ends = gathering.starts_at, gathering.ends_at
    gathering.ask_dates([(starts, ends), (starts + timedelta(days=4), ends + timedelta(days=4))])
    first, second = gathering.date_options.all()
    client.force_login(bram.user)
    address = at("date_answers", gathering)
    assert "checked" not in client.get(address).text
    for sent, missing in (({}, [first, second]), ({f"option_{first.pk}": "yes"}, [second])):
        answer = client.post(address, sent)
        assert answer.status_code == 422
        for option in (first, second):
            error = answer.text.partition(f'id="id_option_{option.pk}_error"')[2].partition("</p>")[0]
            assert ("Kies een van de drie." in error) is (option in missing)
    assert not gathering.answers_of(bram).exists()
    client.post(address, {f"option_{first.pk}": "yes", f"option_{second.pk}": "no"})
    assert re.findall(r'value="(\w+)"[^>]*checked', client.get(address).text) == ["yes", "no"]


def test_a_date_that_is_over_needs_no_answer(client, anna, bram):
    gathering = make_draft(anna)
    starts, ends = gathering.starts_at, gathering.ends_at
    gathering.ask_dates([(starts, ends), (starts + timedelta(days=4), ends + timedelta(days=4))])
    _over, second = gathering.date_options.all()
    with standing_at(ends):
        client.force_login(bram.user)
        assert client.post(at("date_answers", gathering), {f"option_{second.pk}": "yes"}).status_code == 302
    assert gathering.answers_of(bram).get().option == second


@pytest.mark.parametrize("name", ["gathering_publish", "date_choose", "sign_up_withdraw", "gathering_cancel"])
def test_the_address_of_a_button_leads_to_the_gathering(anna_here, anna, name):
    draft = make_draft(anna)
    answer = anna_here.get(at(name, draft))
    assert (answer.status_code, answer.headers["Location"]) == (302, draft.get_absolute_url())
    draft.refresh_from_db()
    assert draft.is_draft


def test_publishing_twice_is_publishing_once(anna_here, anna):
    gathering = make_draft(anna)
    for _press in range(2):
        assert anna_here.post(at("gathering_publish", gathering)).status_code == 302
    gathering.refresh_from_db()
    assert gathering.is_published


def test_moving_it_tells_who_comes_in_one_mail_and_the_page_says_what_it_was(anna_here, anna, bram, mails):
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    before = day_of(gathering.starts_at)
    later = (before + timedelta(days=2)).isoformat()
    with mails() as sent:
        answer = anna_here.post(at("gathering_edit", gathering), edited(gathering, day=later, reason="Storm."))
    assert answer.status_code == 302, answer.context["form"].errors
    assert [to for to, _subject in sent] == ["bram@example.org"]
    text = anna_here.get(gathering.get_absolute_url()).content.decode()
    assert "Was " in text
    assert "Storm." in text


def test_words_that_someone_else_changed_meanwhile_are_not_lost(anna_here, anna):
    gathering = make_gathering(anna)
    mine = edited(gathering, about="Mijn woorden.")
    gathering.change(None, about="Andere woorden.")
    answer = anna_here.post(at("gathering_edit", gathering), mine)
    assert answer.status_code == 409
    assert "Mijn woorden." in answer.content.decode()
    gathering.refresh_from_db()
    assert gathering.about == "Andere woorden."
    again = mine | {"seen": gathering.words_revision}
    assert anna_here.post(at("gathering_edit", gathering), again).status_code == 302
    gathering.refresh_from_db()
    assert gathering.about == "Mijn woorden."


def test_saving_what_was_there_changes_nothing(anna_here, anna):
    gathering = make_gathering(anna, capacity=12, sign_up_until=clock.now() + timedelta(days=3))
    form = anna_here.get(at("gathering_edit", gathering)).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "", False)}
    sent["room"] = sent["room"].pk if sent.get("room") else ""
    before = gathering.words_revision
    assert anna_here.post(at("gathering_edit", gathering), sent).status_code == 302
    gathering.refresh_from_db()
    moments = gathering.starts_at.replace(second=0, microsecond=0)
    assert gathering.starts_at.replace(second=0, microsecond=0) == moments
    assert gathering.words_revision - before <= 1  # the form's times have no seconds


def test_cancelling_needs_a_reason_and_strikes_the_title(anna_here, anna, bram, mails, client):
    gathering = make_gathering(anna)
    gathering.sign_up(bram)
    assert anna_here.post(at("gathering_cancel", gathering), {"reason": " "}).status_code == 422
    with mails() as sent:
        for _press in range(2):
            anna_here.post(at("gathering_cancel", gathering), {"reason": "Storm."})
    assert [to for to, _subject in sent] == ["bram@example.org"]
    text = client.get(gathering.get_absolute_url()).content.decode()
    assert f"<s><bdi>{gathering.title}</bdi></s>" in text
    assert "Storm." in text
    assert "Ik kom</span>" not in text


def test_a_copy_is_offered_at_the_same_time_also_before_ten(anna_here, anna):
    gathering = make_gathering(anna, starts_at=datetime(2030, 1, 5, 8, 5, tzinfo=UTC))
    assert 'value="09:05"' in anna_here.get(at("gathering_copy", gathering)).text
    assert "9.05 tot " in anna_here.get(gathering.get_absolute_url()).text


def test_a_copy_is_a_draft_at_the_same_hour_on_another_day(anna_here, anna):
    gathering = make_gathering(anna, about="Met soep.")
    sent = {"day": "2031-01-05", "starts": "19:30", "key": A_KEY}
    for _press in range(2):
        anna_here.post(at("gathering_copy", gathering), sent)
    copy = Gathering.objects.exclude(pk=gathering.pk).get()
    assert (copy.state, copy.about, copy.starts_at) == (
        State.DRAFT,
        "Met soep.",
        datetime(2031, 1, 5, 18, 30, tzinfo=UTC),
    )


def test_ideas_are_laid_on_the_table_and_the_idea_shows_where(anna_here, anna, bram, client):
    gathering, idea = make_gathering(anna), make_idea(bram, "Bankje")
    sent = opened(anna_here, "gathering_table", gathering, ideas=[idea.pk])
    assert anna_here.post(at("gathering_table", gathering), sent).status_code == 302
    assert "Bankje" in client.get(gathering.get_absolute_url()).content.decode()
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Hier praten we erover" in page
    assert gathering.get_absolute_url() in page


def test_the_outcome_leads_and_stands_with_the_idea(anna_here, anna, bram, client, mails):
    gathering, idea = make_gathering(anna), make_idea(bram, "Bankje")
    gathering.put_on_table([idea])
    assert anna_here.get(at("gathering_outcome", gathering)).status_code == 403
    ago = clock.now() - timedelta(days=1)
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=ago, ends_at=ago + AN_EVENING)
    texts = {"outcome": "Er waren 24 mensen.", f"idea_{idea.pk}": "Er komt een bank."}
    sent = opened(anna_here, "gathering_outcome", gathering, **texts)
    with mails() as told:
        for _press in range(2):
            assert anna_here.post(at("gathering_outcome", gathering), sent).status_code == 302
    assert [to for to, _subject in told] == ["bram@example.org"]
    text = client.get(gathering.get_absolute_url()).content.decode()
    assert text.index("Er waren 24 mensen.") < text.index("Er komt een bank.")
    assert "Kom je?" not in text
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Er komt een bank." in page
    assert "Hier praten we erover" not in page


def test_the_page_asks_the_clock_once(client, anna, bram, monkeypatch):
    gathering, asked, now = make_gathering(anna, capacity=5), [], clock.now
    gathering.sign_up(bram)
    monkeypatch.setattr(clock, "now", lambda: asked.append(1) or now())
    for who in (None, bram, anna):
        if who:
            client.force_login(who.user)
        assert client.get(gathering.get_absolute_url()).status_code == 200
        assert len(asked) == 1
        asked.clear()


def test_who_supports_an_idea_on_the_table_reads_so(anna_here, anna, bram):
    gathering, idea, other = make_gathering(anna), make_idea(bram, "Bankje"), make_idea(bram, "Bloemen")
    gathering.put_on_table([idea, other])
    idea.support(anna)
    page = anna_here.get(gathering.get_absolute_url()).text
    assert re.findall(r'steun/(intrekken/)?[?]kaart"', page) == ["intrekken/", ""]
    assert "Je steunt dit" not in Client().get(gathering.get_absolute_url()).text


def test_of_what_is_cancelled_nobody_reads_how_to_get_there(client, anna, bram):
    place = make_place(anna, getting_there="De bus stopt om de hoek")
    gathering = make_gathering(anna, place=place)
    gathering.put_on_table([make_idea(bram)])
    page = client.get(gathering.get_absolute_url()).text
    assert "Hoe kom je er?" in page
    assert "Deze ideeën liggen op tafel" in page
    gathering.cancel("Storm.")
    page = client.get(gathering.get_absolute_url()).text
    assert "Hoe kom je er?" not in page
    assert "Deze ideeën liggen op tafel" not in page
    assert "Over deze ideeën zou het gaan" in page


def test_the_programme_is_told_in_the_time_it_is_read(client, anna):
    held, dropped = (make_gathering(anna, title, programme="19.30 Welkom") for title in ("Avond", "Middag"))
    assert "Wat gaan we doen?" in client.get(held.get_absolute_url()).text
    held.close("We kozen een plek.")
    dropped.cancel("Storm.")
    assert "Wat hebben we gedaan?" in client.get(held.get_absolute_url()).text
    assert "Wat zouden we doen?" in client.get(dropped.get_absolute_url()).text


def test_the_phone_number_on_a_poster_stays_on_one_line(client, anna):
    anna.lab.contact_name, anna.lab.contact_phone = "Noor", "077 000 00 00"
    anna.lab.save()
    page = client.get(at("gathering_poster", make_gathering(anna))).text
    assert "Praat je liever? Bel Noor: 077\xa0000\xa000\xa000." in page
