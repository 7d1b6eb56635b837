"""The public log says what was decided and whether in time, and nothing that leads to a thing or a person."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation.models import Case, Review, report
from moderation.models.reviewing import ask, decide_review
from tests.factories import make_comment, make_idea, make_lab, make_member
from tests.ideas.conftest import browser


def log_of(lab, address="", **headers):
    return browser().get(f"/{lab.slug}/beslissingen/{address}", **headers)


def words_of(page):
    """What stands in the page itself, without its tags."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.text.partition("<main")[2].partition("</main>")[0]))


def rows_of(lab):
    answer = browser().get(f"/{lab.slug}/beslissingen.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode(), newline="")))


def decided(thing, by, reporter, kind="hide", reason="privacy", at=None):
    """Report a thing and decide about it, at noon of the day `at`."""
    case = report(thing, reporter, "abuse", "Iedereen weet wie dat is.").report.case
    case.decide(by, kind, reason if kind == "hide" else "", "Je noemt een huisnummer.")
    return moved(case, at) if at else case


def another(idea, author):
    return make_comment(idea, author, f"Reactie {idea.comments.count()}")


def moved(case, day):
    noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    Case.objects.filter(pk=case.pk).update(decided_at=noon, opened_at=noon - timedelta(days=1), due=day)
    return case


def test_a_decided_case_is_a_row_and_an_open_one_only_a_number(lab, comment, idea, anna, bram, chaima, mo):
    assert "Nog geen beslissingen." in words_of(log_of(lab))
    assert "0 zaken wachten op een beslissing" in words_of(log_of(lab))
    decided(comment, mo, bram, at=date(2026, 3, 9))
    report(make_comment(idea, anna, "Nog een."), chaima, "threat")
    words = words_of(log_of(lab))
    assert "Maart 2026 Reactie Verborgen. Reden: privégegevens van iemand. Op tijd beslist" in words
    assert "1 zaak wacht op een beslissing" in words
    assert "bedreigt" not in words
    assert "Nog geen beslissingen." not in words


def test_what_stays_has_the_reason_of_the_report(lab, comment, bram, mo):
    decided(comment, mo, bram, "nothing")
    words = words_of(log_of(lab))
    assert "Er is niets mis mee, dus het bleef staan. Gemeld als: scheldt of kleineert. Op tijd beslist" in words


def test_it_names_no_thing_no_person_no_words_and_no_number_of_reports(lab, comment, bram, chaima, mo):
    report(comment, chaima, "privacy", "Dit is mijn buurman.")
    case = decided(comment, mo, bram)
    page, file = log_of(lab), browser().get(f"/{lab.slug}/beslissingen.csv")
    whole = words_of(page) + b"".join(file.streaming_content).decode()
    there = ("Fietsbus", "nummer 14", "Anna", "Bram", "Chaima", "Mo ", "buurman", "huisnummer", "Iedereen weet")
    assert not [word for word in there if word in whole]
    body = page.text.partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"ideeen|moderatie/|reactie-|comment-", body.replace("zo-modereren-wij", ""))
    assert "2 keer" not in whole
    assert f"{timezone.localdate():%d}-" not in whole
    assert case.decided_at is None or not re.search(r'<time|datetime="', body)


def test_rows_of_one_month_do_not_stand_in_the_order_of_time(lab, idea, anna, bram, mo):
    reasons = ["spam", "abuse", "privacy"]
    for day, reason in enumerate(reasons, 1):
        decided(another(idea, anna), mo, bram, reason=reason, at=date(2026, 3, day))
    decided(another(idea, anna), mo, bram, reason="threat", at=date(2026, 4, 30))
    forward = rows_of(lab)
    assert [(row["month"], row["reason"]) for row in forward] == [
        ("2026-04", "threat"), ("2026-03", "abuse"), ("2026-03", "privacy"), ("2026-03", "spam"),
    ]  # fmt: skip
    in_march = Case.objects.filter(decided_at__month=3).order_by("pk")
    for day, case in zip((20, 12, 2), in_march, strict=True):
        moved(case, date(2026, 3, day))
    assert rows_of(lab) == forward


def test_the_month_is_local(lab, comment, bram, mo):
    case = decided(comment, mo, bram)
    Case.objects.filter(pk=case.pk).update(decided_at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    assert rows_of(lab)[0]["month"] == "2026-04"


def test_late_is_after_the_day_that_was_promised(lab, idea, anna, bram, mo):
    on_the_day, day_after = another(idea, anna), another(idea, anna)
    decided(on_the_day, mo, bram, at=date(2026, 3, 9))
    late = decided(day_after, mo, bram, at=date(2026, 3, 9))
    Case.objects.filter(pk=late.pk).update(due=date(2026, 3, 8))
    assert [row["in_time"] for row in rows_of(lab)] == ["yes", "no"]
    assert "Te laat beslist" in words_of(log_of(lab))


def test_what_a_moderator_hides_without_a_report_looks_the_same(lab, comment, idea, anna, bram, mo):
    comment.hide(mo, "privacy", "Je noemt een huisnummer.")
    decided(another(idea, anna), mo, bram)
    directly, reported = rows_of(lab)
    assert directly == reported


def test_what_was_hidden_before_there_were_cases_is_in_time_also_around_midnight(lab, comment, mo):
    """The migration that made its case took the day in UTC."""
    comment.hide(mo, "privacy", "Je noemt een huisnummer.")
    at = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    Case.objects.update(opened_at=at, decided_at=at, due=at.date())
    assert [row["in_time"] for row in rows_of(lab)] == ["yes"]


def test_what_was_put_back_says_so(lab, comment, bram, mo, noor):
    decided(comment, mo, bram)
    assert [(row["outcome"], row["later"]) for row in rows_of(lab)] == [("hide", "")]
    comment.restore(noor, "Het nummer staat er niet meer.")
    assert [(row["outcome"], row["later"]) for row in rows_of(lab)] == [("hide", "restore")]
    words = words_of(log_of(lab))
    assert "Later teruggezet." in words
    assert "Het nummer" not in words


def test_each_lab_has_its_own(lab, comment, bram, mo):
    decided(comment, mo, bram)
    other = make_lab("buurdorp")
    assert len(rows_of(lab)) == 1
    assert rows_of(other) == []
    assert "Verborgen" not in words_of(log_of(other))


def test_figures_come_from_five_decisions_of_the_last_year(lab, idea, anna, bram, mo):
    today = timezone.localdate()
    for ago in (1, 2, 3, 4, 400):
        decided(another(idea, anna), mo, bram, at=today - timedelta(days=ago))
    assert "te weinig beslissingen" in words_of(log_of(lab))
    late = decided(another(idea, anna), mo, bram, at=today - timedelta(days=5))
    Case.objects.filter(pk=late.pk).update(due=today - timedelta(days=6))
    assert "4 van de 5 keer beslisten we op tijd" in words_of(log_of(lab))


def test_many_rows_have_pages_and_one_count_of_queries(lab, bram, mo, monkeypatch):
    monkeypatch.setattr("moderation.views.log.PER_PAGE", 2)
    counts = []
    for more in (1, 2):
        for number in range(more):
            decided(make_idea(make_member(lab, f"Schrijver {more} {number}")), mo, bram)
        log_of(lab)
        with CaptureQueriesContext(connection) as queries:
            log_of(lab)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert words_of(log_of(lab, "?pagina=2")).count("Op tijd beslist") == 1
    assert log_of(lab, "?pagina=9").status_code == 302


def test_a_browser_that_has_the_file_is_told_so_until_it_changes(lab, comment, idea, anna, bram, mo):
    decided(comment, mo, bram)
    address = f"/{lab.slug}/beslissingen.csv"
    first = browser().get(address)
    assert first["Content-Disposition"] == f'attachment; filename="{lab.slug}-beslissingen.csv"'
    tag = {"if-none-match": first["ETag"]}
    assert browser().get(address, headers=tag).status_code == 304
    report(another(idea, anna), bram, "spam")
    assert browser().get(address, headers=tag).status_code == 304
    decided(another(idea, anna), mo, bram)
    assert browser().get(address, headers=tag).status_code == 200


def test_it_is_found_where_people_read_how_the_lab_works(lab):
    address = f'href="/{lab.slug}/beslissingen/"'
    for page in ("zo-modereren-wij", "zo-werken-wij"):
        assert address in browser().get(f"/{lab.slug}/{page}/").text
    assert f'href="/{lab.slug}/zo-modereren-wij/"' in browser().get(f"/{lab.slug}/huisregels/").text
    assert "Decisions of the moderator" in log_of(lab, headers={"accept-language": "en"}).text


# Second looks


def looked_again(case, asker, by, outcome, due=None):
    """Ask for a second look and decide about it; `due`: the day that was promised."""
    case = Case.objects.get(pk=case.pk)
    review = ask(case, asker, "Mijn eigen huisnummer.")
    if due:
        Review.objects.filter(pk=review.pk).update(due=due)
    return decide_review(Case.objects.get(pk=case.pk), by, outcome, "Zo is het goed.", "privacy")


def reviews_in(lab):
    return [(row["outcome"], row["later"], row["review"], row["review_in_time"]) for row in rows_of(lab)]


def test_a_second_look_says_how_it_ended_and_whether_in_time(lab, idea, anna, bram, mo, noor):
    cases = [decided(another(idea, anna), mo, bram) for _number in range(3)]
    assert reviews_in(lab) == [("hide", "", "", "")] * 3
    looked_again(cases[0], anna, noor, "confirm")
    looked_again(cases[1], anna, noor, "restore", timezone.localdate() - timedelta(days=1))
    ask(Case.objects.get(pk=cases[2].pk), anna, "Wacht nog.")
    assert reviews_in(lab) == [
        ("hide", "", "", ""),  # what waits doesn't stand in it
        ("hide", "", "confirm", "yes"),
        ("hide", "restore", "restore", "no"),
    ]
    words = words_of(log_of(lab))
    assert words.count("Nieuwe beoordeling: het blijft zo, op tijd.") == 1
    assert words.count("Nieuwe beoordeling: teruggezet, te laat.") == 1
    assert "Later teruggezet." not in words, "it is said once"
    assert "huisnummer" not in words


def test_what_is_hidden_after_all_stands_in_the_log(lab, comment, bram, mo, noor):
    looked_again(decided(comment, mo, bram, "nothing"), bram, noor, "hide")
    assert ("nothing", "", "hide", "yes") in reviews_in(lab)
    assert "Nieuwe beoordeling: toch verborgen, op tijd." in words_of(log_of(lab))


def test_the_last_of_two_second_looks_counts_and_one_late_one_is_late(lab, comment, bram, chaima, mo, noor):
    report(comment, chaima, "privacy")
    case = decided(comment, mo, bram, "nothing")
    looked_again(case, bram, noor, "confirm", timezone.localdate() - timedelta(days=1))
    looked_again(case, chaima, make_member(lab, "Lou", "moderator"), "confirm")
    assert reviews_in(lab) == [("nothing", "", "confirm", "no")]


def test_figures_of_second_looks_come_from_five(lab, idea, anna, bram, mo, noor):
    for number in range(5):
        assert "keken we op tijd nog eens" not in words_of(log_of(lab))
        late = timezone.localdate() - timedelta(days=1) if number == 0 else None
        looked_again(decided(another(idea, anna), mo, bram), anna, noor, "confirm", late)
    assert "4 van de 5 keer keken we op tijd nog eens" in words_of(log_of(lab))


def test_a_second_look_changes_the_version_of_the_file(lab, comment, anna, bram, mo, noor):
    case = decided(comment, mo, bram)
    address = f"/{lab.slug}/beslissingen.csv"
    tag = {"if-none-match": browser().get(address)["ETag"]}
    review = ask(Case.objects.get(pk=case.pk), anna, "Mijn eigen nummer.")
    assert browser().get(address, headers=tag).status_code == 304
    decide_review(review.decision.case, noor, "confirm", "Zo is het goed.")
    assert browser().get(address, headers=tag).status_code == 200
