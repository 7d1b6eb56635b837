"""The act that waits for sign-in is done once, as a plain form, and the typed text survives."""

import logging
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.http import QueryDict

from accounts.intent import SALT, ask_to_sign_in
from accounts.models import SignInCode, User
from ideas.models import Comment, Support
from labs.models import Membership
from tests.accounts import urls
from tests.factories import make_lab, make_user

pytestmark = pytest.mark.urls("tests.accounts.urls")
WORDS = "Ik heb nog een ladder staan, kom maar langs."


@pytest.fixture(autouse=True)
def quiet_log(caplog):
    caplog.set_level(logging.CRITICAL)


def press(flow, idea, what="steun", **fields):
    """Post while signed out; return the address of the redirect."""
    response = flow.client.post(
        f"/proefdorp/proef/{idea.pk}/{what}/",
        fields,
        headers={"Referer": "http://testserver/proefdorp/ideeen/?pagina=2"},
    )
    assert response.status_code == 302
    return response.headers["Location"]


def test_support_that_was_pressed_is_counted_once(flow, idea):
    make_user("Bram")
    where = press(flow, idea)
    assert re.fullmatch(r"/inloggen/\?bij=[\w-]{12}", where)
    assert Support.objects.count() == 0
    assert "Hierna maken we af wat je deed." in flow.client.get(where).content.decode()
    flow.start("bram@example.org", where)
    response = flow.enter()
    assert response.headers["Location"] == f"/proefdorp/proef/{idea.pk}/#steun"
    assert [support.person.user.name for support in Support.objects.all()] == ["Bram"]
    idea.refresh_from_db()
    assert idea.support_count == 1


def test_newcomers_comment_stands_there_after_their_name(flow, idea):
    where = press(flow, idea, "reacties", text=WORDS)
    flow.start("chaima@example.org", where)
    assert flow.enter().headers["Location"] == "/inloggen/naam/"
    assert Comment.objects.count() == 0
    response = flow.name("Chaima")
    comment = Comment.objects.get()
    assert response.headers["Location"] == f"/proefdorp/proef/{idea.pk}/#reactie-{comment.pk}"
    assert (comment.text, comment.author.user.name) == (WORDS, "Chaima")
    assert flow.name("Chaima").headers["Location"] != "/inloggen/"
    assert Comment.objects.count() == 1


def test_wrong_code_and_bad_name_lose_nothing(flow, idea):
    flow.start("chaima@example.org", press(flow, idea, "reacties", text=WORDS))
    assert flow.enter("000000").status_code in (422, 302)
    flow.enter()
    assert flow.name("x").status_code == 422
    flow.name("Chaima")
    assert Comment.objects.get().text == WORDS


def test_fields_arrive_as_they_were_sent(flow, idea):
    make_user("Bram")
    urlencoded = "text=caf%C3%A9+%26+zo&a=1&a=2&b=&csrfmiddlewaretoken=x"
    response = flow.client.post(
        f"/proefdorp/proef/{idea.pk}/reacties/?van=lijst", urlencoded, content_type="application/x-www-form-urlencoded"
    )
    flow.start("bram@example.org", response.headers["Location"])
    flow.enter()
    seen = urls.SEEN[-1]
    assert dict(seen.POST.lists()) == {"text": ["café & zo"], "a": ["1", "2"], "b": [""]}
    assert dict(seen.GET.lists()) == {"van": ["lijst"]}
    assert (seen.method, seen.path, seen.user.name) == ("POST", f"/proefdorp/proef/{idea.pk}/reacties/", "Bram")
    assert not seen.FILES
    assert "HX-Request" not in seen.headers


def test_script_that_posts_is_sent_to_the_sign_in_page_as_a_whole(flow, idea):
    make_user("Bram")
    response = flow.client.post(
        f"/proefdorp/proef/{idea.pk}/steun/",
        headers={"HX-Request": "true", "Referer": "http://testserver/proefdorp/ideeen/7/"},
    )
    assert (response.status_code, response.content) == (200, b"")
    where = response.headers["HX-Redirect"]
    flow.start("bram@example.org", where)
    flow.enter()
    assert Support.objects.count() == 1
    assert "HX-Request" not in urls.SEEN[-1].headers
    assert urls.SEEN[-1].headers["Referer"] == "http://testserver/proefdorp/ideeen/7/"


def test_page_for_members_opens_after_signing_in(flow, idea):
    make_user("Bram")
    response = flow.client.get("/proefdorp/proef/leden/?x=1")
    where = response.headers["Location"]
    assert unquote(where) == "/inloggen/?next=/proefdorp/proef/leden/?x=1"
    flow.start("bram@example.org", where)
    assert flow.enter().headers["Location"] == "/proefdorp/proef/leden/?x=1"
    assert flow.client.get("/proefdorp/proef/leden/").content == b"binnen"
    assert Membership.objects.count() == 1  # Anna's; reading a page writes nothing


def link(flow, idea):
    """Return the address of the sign-in page behind a link that leads to support."""
    return flow.client.get(f"/proefdorp/proef/{idea.pk}/steun/link/").headers["Location"]


def test_link_to_an_act_writes_nothing_until_someone_is_in(flow, idea):
    make_user("Bram")
    where = link(flow, idea)
    assert where.startswith("/inloggen/?doe=")
    assert not flow.client.cookies
    page = flow.client.get(where, headers=HERE)
    assert "Hierna maken we af wat je deed." in page.text
    assert not [name for name in flow.client.cookies if name.startswith("session")]
    flow.start("bram@example.org", where, **pressed_in(page))
    assert flow.enter().headers["Location"] == f"/proefdorp/proef/{idea.pk}/#steun"
    assert Support.objects.count() == 1
    assert urls.SEEN[-1].POST.getlist("a") == ["1", "2"]


HERE = {"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/proefdorp/ideeen/7/"}


def pressed_in(page):
    return dict(re.findall(r'<input type="hidden" name="(pressed)" value="(.*?)">', page.text))


@pytest.mark.parametrize(
    ("headers", "is_from_here"),
    [
        (HERE, True),
        ({"Referer": "http://testserver/proefdorp/ideeen/7/"}, True),
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/inloggen/?doe=x"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Referer": "http://testserver/"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Referer": "http://elders.example/inloggen/"}, False),
        ({"Referer": "http://testserver.elders.example/"}, False),
    ],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_act_in_an_address_is_asked_first_unless_it_was_pressed_on_a_page_of_ours(
    flow, idea, headers, is_from_here, is_new
):
    make_user("Bram")
    where = link(flow, idea)
    page = flow.client.get(where, headers=headers)
    assert ("Hierna maken we af wat je deed." in page.text) is is_from_here
    assert ("Hierna vragen we of je dit wilt doen." in page.text) is not is_from_here
    flow.start("chaima@example.org" if is_new else "bram@example.org", where, **pressed_in(page))
    response = flow.enter()
    response = flow.name("Chaima") if is_new else response
    assert Support.objects.count() == is_from_here
    if is_from_here:
        return
    came_by = {"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/inloggen/code/"}
    question = flow.client.get(response.headers["Location"], headers=came_by)
    assert "Wil je dit doen?" in question.text
    assert "Ja, maak het af" in question.text
    assert f'action="/proefdorp/proef/{idea.pk}/steun/"' in question.text
    assert Support.objects.count() == 0
    assert flow.enter().headers["Location"] == response.headers["Location"], "the code pressed twice asks again"


def test_act_in_an_address_is_not_done_by_the_form_of_who_signed_in_in_another_tab(flow, idea):
    make_user("Bram")
    where = link(flow, idea)
    flow.start("bram@example.org")
    flow.enter()
    assert "Wil je dit doen?" in flow.client.post(where, {"email": "bram@example.org"}).text
    assert Support.objects.count() == 0


def test_act_in_an_address_is_not_done_by_choosing_a_name(flow, idea):
    where = link(flow, idea)
    flow.start("chaima@example.org")
    flow.enter()
    to_name = flow.client.get(where).headers["Location"]
    assert to_name.startswith("/inloggen/naam/?doe=")
    assert flow.name("Chaima", to_name).headers["Location"].startswith("/inloggen/?doe=")
    assert Support.objects.count() == 0


@pytest.mark.parametrize("forged", ["x", "x:y:z", "signed for something else"])
def test_act_we_did_not_sign_is_not_done(flow, idea, forged):
    make_user("Bram")
    if " " in forged:
        path = f"/proefdorp/proef/{idea.pk}/steun/"
        forged = signing.dumps({"key": "k", "path": path, "fields": "", "back": "/"}, salt="another")
    flow.start("bram@example.org", f"/inloggen/?doe={forged}")
    assert flow.enter().headers["Location"] == "/"
    assert urls.SEEN == []


def test_signed_act_of_yesterday_is_not_done(flow, idea, time_machine):
    make_user("Bram")
    with_time = signing.dumps(
        {"key": "k", "path": f"/proefdorp/proef/{idea.pk}/steun/", "fields": "", "back": "/"}, salt=SALT
    )
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=25))
    assert "Hierna maken we af" not in flow.client.get(f"/inloggen/?doe={with_time}").content.decode()


def test_act_of_another_session_is_not_done(flow, make_flow, idea):
    make_user("Bram")
    where = press(make_flow(), idea)
    flow.start("bram@example.org", where)
    assert flow.enter().headers["Location"] == "/"
    assert urls.SEEN == []


def test_going_to_the_sign_in_page_by_oneself_does_nothing_by_surprise(flow, idea):
    make_user("Bram")
    press(flow, idea)
    flow.start("bram@example.org")
    assert flow.enter().headers["Location"] == "/"
    assert Support.objects.count() == 0


def test_two_tabs_each_finish_their_own(flow, idea):
    make_user("Bram")
    one, other = press(flow, idea), press(flow, idea, "reacties", text=WORDS)
    flow.start("bram@example.org", one)
    first, first_code = flow.token, flow.code
    flow.start("bram@example.org", other)
    assert flow.enter(first_code, first).headers["Location"].endswith("#steun")
    assert "#reactie-" in flow.enter().headers["Location"]
    assert (Support.objects.count(), Comment.objects.count()) == (1, 1)


def test_tab_left_on_the_sign_in_page_finishes_by_its_button(flow, idea):
    make_user("Bram")
    one, other = press(flow, idea), press(flow, idea, "reacties", text=WORDS)
    flow.start("bram@example.org", one)
    flow.enter()
    page = flow.client.get(other)
    assert page.status_code == 200
    assert "Wil je nog afmaken wat je deed?" in page.content.decode()
    assert Comment.objects.count() == 0  # opening a page never does it
    assert "#reactie-" in flow.client.post(other, {"email": "bram@example.org"}).headers["Location"]
    assert Comment.objects.count() == 1


def test_one_act_in_two_tabs_is_done_once(flow, idea):
    make_user("Bram")
    where = press(flow, idea, "reacties", text=WORDS)
    flow.start("bram@example.org", where)
    first, first_code = flow.token, flow.code
    flow.start("bram@example.org", where)
    flow.enter()
    assert flow.enter(first_code, first).headers["Location"] == "/proefdorp/ideeen/?pagina=2"
    assert len(urls.SEEN) == 1


def test_code_pressed_twice_does_it_once(flow, make_flow, idea):
    make_user("Bram")
    flow.start("bram@example.org", press(flow, idea, "reacties", text=WORDS))
    again = make_flow()
    landing = flow.enter().headers["Location"]
    assert again.enter(flow.code, flow.token).headers["Location"] == landing
    assert flow.enter().headers["Location"] == landing
    assert len(urls.SEEN) == 1


def test_newcomer_whose_first_answer_got_lost_keeps_their_words(flow, make_flow, idea):
    flow.start("chaima@example.org", press(flow, idea, "reacties", text=WORDS))
    again = make_flow()
    flow.enter()
    assert again.enter(flow.code, flow.token).headers["Location"] == "/inloggen/naam/"
    assert "#reactie-" in again.name("Chaima").headers["Location"]
    assert Comment.objects.get().text == WORDS


def test_signed_in_without_a_name_chooses_one_and_it_is_done(flow, idea):
    flow.start("chaima@example.org")
    flow.enter()
    where = press(flow, idea, "reacties", text=WORDS)
    where = flow.client.get(where).headers["Location"]
    assert where.startswith("/inloggen/naam/?bij=")
    assert "#reactie-" in flow.name("Chaima", where).headers["Location"]


@pytest.mark.parametrize(
    ("text", "status"), [("dicht, ja dicht", 403), ("weg, ja weg", 403), ("kapot, ja kapot", 409)]
)
def test_refused_act_gives_the_words_back(flow, idea, text, status):
    make_user("Bram")
    flow.start("bram@example.org", press(flow, idea, "reacties", text=text))
    response = flow.enter()
    page = response.content.decode()
    assert response.status_code == status
    assert f">{text}</textarea>" in page
    assert 'href="/proefdorp/ideeen/?pagina=2"' in page
    assert ("Probeer het nog eens" in page) is (status == 409)
    assert flow.client.session["_auth_user_id"]  # signed in nevertheless
    assert Comment.objects.count() == 0


def test_what_the_view_says_about_the_form_is_shown(flow, idea):
    make_user("Bram")
    flow.start("bram@example.org", press(flow, idea, "reacties", text="woord " * 500))
    response = flow.enter()
    assert (response.status_code, response.content.decode()) == (422, "te lang: woord woord woord wo")


def test_idea_of_another_lab_is_not_reached_by_a_detour(flow, idea):
    make_lab("elders")
    make_user("Bram")
    response = flow.client.post(f"/elders/proef/{idea.pk}/steun/")
    flow.start("bram@example.org", response.headers["Location"])
    assert flow.enter().status_code == 403
    assert Support.objects.count() == 0


def test_text_too_long_to_keep_is_told_and_given_back(flow, idea):
    text = "Een lang verhaal. " + "x" * 120_000
    sent = {"text": text}
    response = flow.client.post(f"/proefdorp/proef/{idea.pk}/reacties/", sent, headers={"Origin": "http://testserver"})
    assert response.status_code == 413
    assert "Dit is te veel ineens" in response.text
    assert text in response.text
    assert "acts" not in flow.client.session


def test_only_the_latest_five_are_kept(flow, idea):
    for _ in range(8):
        last = press(flow, idea)
    assert len(flow.client.session["acts"]) == 5
    assert last.rpartition("=")[2] in flow.client.session["acts"]


def test_photo_that_was_stored_goes_along_by_its_name(db, rf):
    request = rf.post("/proefdorp/proef/1/reacties/", {"text": WORDS})
    request.user, request.session = AnonymousUser(), SessionStore()
    fields = QueryDict("text=hallo&upload=abc&csrfmiddlewaretoken=x")
    ask_to_sign_in(request, fields)
    (act,) = request.session["acts"].values()
    assert act["fields"] == "text=hallo&upload=abc"
    assert "csrfmiddlewaretoken" in fields  # the caller's data are unchanged


def test_what_waited_is_gone_from_the_database_when_done(flow, idea):
    make_user("Bram")
    flow.start("bram@example.org", press(flow, idea, "reacties", text=WORDS))
    assert SignInCode.objects.get().act is not None
    flow.enter()
    assert SignInCode.objects.get().act is None
    assert flow.client.session["acts"] == {}
    assert User.objects.count() == 2
