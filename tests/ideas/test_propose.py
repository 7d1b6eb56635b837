"""A new idea: proposed in a minute, kept through every error, and stored once however often it is sent."""

import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from common import clock, rate_limits
from common.models import Upload
from common.uploads import forget_photos
from ideas.models import Idea
from labs.models import Neighbourhood
from tests.factories import make_idea, make_lab, make_member
from tests.ideas.conftest import PART, browser

NEW = "/proefdorp/ideeen/nieuw/"
WORDS = {"title": "Schaduw op het plein", "opportunity": "Met bomen in bakken is het plein in de zomer koel."}


def picture(kind="JPEG", size=(60, 40), **options):
    written = BytesIO()
    Image.new("RGB", size, "green").save(written, kind, **options)
    return SimpleUploadedFile("foto.jpg", written.getvalue(), "image/jpeg")


def propose(member, client=None, **fields):
    options = {name: fields.pop(name) for name in list(fields) if name.startswith("HTTP_")}
    return (client or browser(member)).post(NEW, {"key": uuid.uuid4()} | WORDS | fields, **options)


def test_an_idea_of_two_fields_is_online_at_once(lab, bram):
    answer = propose(bram)
    idea = Idea.objects.get()
    assert answer.headers["Location"] == idea.get_absolute_url()
    assert (idea.author, idea.lab, idea.status, idea.voice_kind) == (bram, lab, "new", "resident")
    assert "Schaduw op het plein" in browser().get("/proefdorp/ideeen/").content.decode()


def test_everything_else_is_kept_too(lab, bram):
    east = lab.neighbourhoods.get(name="Oost")
    more = {
        "neighbourhood": east.pk,
        "existing": "een plein",
        "needed": "bakken",
        "part": "join",
        "place": "voor de kerk",
    }
    propose(bram, **more)
    idea = Idea.objects.get()
    assert (idea.neighbourhood, idea.existing, idea.needed, idea.part, idea.place) == (
        east, "een plein", "bakken", "join", "voor de kerk",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Hier staat nog niets. Een paar woorden is genoeg."),
        ("title", "\u200b\u202e \u0301", "Hier staat nog niets. Een paar woorden is genoeg."),
        ("title", "x" * 81, "Maak dit korter"),
        ("title", ("a" + "\u0301" * 5) * 80, "Maak dit korter"),
        ("opportunity", "", "Schrijf minstens één zin."),
        ("opportunity", "Bomen", "twee woorden of meer, samen minstens 10 tekens."),
        ("opportunity", "Bomenbomenbomenbomen", "twee woorden of meer"),
        ("opportunity", "woord " * 1000, "Maak dit korter"),
        ("neighbourhood", "999999", "Kies een dorp uit de lijst."),
        ("neighbourhood", "x", "Kies een dorp uit de lijst."),
        ("part", "alles", ""),
        ("place", "y" * 101, "Maak dit korter"),
        ("existing", "z" * 2001, "Maak dit korter"),
        ("voice", "999", ""),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_everything_typed_stays(bram, field, value, words):
    answer = propose(bram, **{field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    for name, typed in WORDS.items():
        if name != field:
            assert typed in page
    assert not Idea.objects.exists()


def test_eighty_visible_signs_fit_with_their_accents(bram):
    propose(bram, title="e\u0301" * 80)
    assert Idea.objects.count() == 1


def test_control_characters_go_and_the_words_stay(bram):
    propose(bram, title="nul\x00byte\n hier", opportunity="Eerste regel.\r\n\r\n\r\n\r\nLaatste\x1b regel.")
    idea = Idea.objects.get()
    assert (idea.title, idea.opportunity) == ("nul byte hier", "Eerste regel.\n\nLaatste regel.")


def test_another_labs_village_is_no_choice(lab, bram):
    there = make_lab("elders").neighbourhoods.first()
    assert propose(bram, neighbourhood=there.pk).status_code == 422


def test_a_village_that_went_since_the_form_was_checked_is_left_out(lab, bram):
    west = lab.neighbourhoods.get(name="West")
    Neighbourhood.objects.filter(pk=west.pk).delete()
    assert make_idea(bram, neighbourhood=west).neighbourhood is None


def test_extra_fields_change_nothing(lab, bram, mo):
    propose(
        bram, author=mo.pk, status="done", lab=99, support_count=50, is_hidden="1", source="x", public_id=uuid.uuid4()
    )
    idea = Idea.objects.get()
    assert (idea.author, idea.status, idea.lab, idea.support_count, idea.is_hidden, idea.source) == (
        bram, "new", lab, 0, False, "",
    )  # fmt: skip


def test_the_voice_is_chosen_and_never_by_accident(lab):
    ingrid = make_member(lab, "Ingrid", "civil_servant", label="team Groen")
    assert "Je plaatst dit als" in browser(ingrid).get(NEW).content.decode()
    propose(ingrid)
    propose(ingrid, title="Nog een", voice=ingrid.roles.get().pk)
    assert list(Idea.objects.order_by("pk").values_list("voice_kind", flat=True)) == ["resident", "civil_servant"]


def test_the_form_says_what_an_idea_is_not(lab):
    assert "Een idee is geen aanvraag en geen bezwaarschrift." in browser().get(NEW).content.decode()


def test_what_was_sought_is_the_first_title(lab):
    assert 'value="kabelbaan &lt;b&gt;"' in browser().get(NEW + "?titel=kabelbaan+<b>").content.decode()


# Signed out


def test_signed_out_words_are_checked_first_and_wait_for_the_sign_in(lab):
    assert propose(None, opportunity="Bomen").status_code == 422
    answer = propose(None)
    assert answer.headers["Location"].startswith("/inloggen/?bij=")
    assert not Idea.objects.exists()


# Sent twice


def test_the_same_form_sent_again_gives_the_first_idea(bram):
    key = uuid.uuid4()
    assert len({propose(bram, key=key).headers["Location"] for _again in range(3)}) == 1
    assert Idea.objects.count() == 1
    revision = Idea.objects.get().lab.revision
    propose(bram, key=key)
    assert Idea.objects.get().lab.revision == revision, "nothing happened, so no list hears anything"


def test_back_then_other_words_is_a_new_idea(bram):
    key = uuid.uuid4()
    propose(bram, key=key)
    propose(bram, key=key, title="Water op het plein")
    assert Idea.objects.count() == 2


def test_the_same_words_within_ten_minutes_are_the_first_and_say_so(bram, monkeypatch):
    client = browser(bram)
    first = propose(bram, client)
    client.get(first.headers["Location"])
    again = propose(bram, client)
    assert first.headers["Location"] == again.headers["Location"]
    assert "Dit idee stond er al." in client.get(again.headers["Location"]).content.decode()
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    propose(bram)
    assert Idea.objects.count() == 2


def test_too_many_ideas_are_429_and_the_words_are_kept(bram, monkeypatch):
    monkeypatch.setitem(rate_limits.RATES, "idea", "1 per year")
    propose(bram)
    answer = propose(bram, title="Dit bewaar je")
    assert answer.status_code == 429
    assert "Dit bewaar je" in answer.content.decode()


def test_a_script_hears_where_to_go(bram):
    answer = propose(bram, **PART)
    assert answer.headers["HX-Redirect"] == Idea.objects.get().get_absolute_url()


# The photo


def test_a_photo_is_shown_under_a_name_of_ours_without_what_the_camera_wrote(bram):
    exif = Image.Exif()
    exif[0x010F] = "Geheime Camera"
    propose(bram, photo=picture(exif=exif), photo_alt="Een plein in de zon")
    idea = Idea.objects.get()
    assert idea.photo.name.startswith("ideas/")
    assert "foto" not in idea.photo.name
    answer = browser().get(f"{idea.get_absolute_url()}foto/{idea.photo_name}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    sent = answer.getvalue()
    assert b"Geheime" not in sent
    assert not Image.open(BytesIO(sent)).getexif()
    assert 'alt="Een plein in de zon"' in browser().get(idea.get_absolute_url()).content.decode()


def test_a_photo_asks_for_its_words_and_is_kept_meanwhile(bram):
    answer = propose(bram, photo=picture())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Zeg in een paar woorden wat er op de foto staat." in page
    upload = Upload.objects.get()
    assert f'name="upload" value="{upload.token}"' in page
    assert browser().get(f"/proefdorp/ideeen/nieuw/foto/{upload.token}/").headers["Content-Type"] == "image/webp"
    propose(bram, upload=upload.token, photo_alt="Een plein")
    assert Idea.objects.get().photo


def test_a_photo_survives_an_error_at_another_field_and_the_sign_in(lab):
    client = browser()
    page = propose(None, client, opportunity="Bomen", photo=picture(), photo_alt="Een plein").content.decode()
    upload = Upload.objects.get()
    assert str(upload.token) in page
    propose(None, client, upload=upload.token, photo_alt="Een plein")
    (act,) = client.session["acts"].values()
    assert str(upload.token) in act["fields"]


def test_a_photo_is_kept_as_soon_as_it_is_chosen(lab):
    answer = browser().post("/proefdorp/ideeen/nieuw/foto/", {"photo": picture()})
    assert answer.status_code == 201
    assert answer.json()["token"] == str(Upload.objects.get().token)
    assert browser().get(answer.json()["address"]).status_code == 200
    assert browser().post("/proefdorp/ideeen/nieuw/foto/").status_code == 422


@pytest.mark.parametrize("told", [{"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": ""}, {"HTTP_X_FORWARDED_FOR": "one"}])
def test_a_photo_is_kept_whatever_a_proxy_says_of_its_address(lab, settings, told):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    answer = browser().post("/proefdorp/ideeen/nieuw/foto/", {"photo": picture()}, **told)
    assert answer.status_code == 201


def test_a_hall_of_people_on_one_address_sends_photos_before_signing_in_and_one_person_thirty(lab, bram):
    for number in range(31):
        assert browser().post("/proefdorp/ideeen/nieuw/foto/", {"photo": picture()}).status_code == 201, number
    mine = browser()
    mine.force_login(bram.user)
    answers = [mine.post("/proefdorp/ideeen/nieuw/foto/", {"photo": picture()}).status_code for _ in range(31)]
    assert answers == [201] * 30 + [422]


def test_sent_twice_there_is_one_file(bram):
    upload = browser().post("/proefdorp/ideeen/nieuw/foto/", {"photo": picture()}).json()["token"]
    before = len(default_storage.listdir("ideas")[1]) if default_storage.exists("ideas") else 0
    key = uuid.uuid4()
    for _again in range(2):
        propose(bram, key=key, upload=upload, photo_alt="Een plein")
    assert len(default_storage.listdir("ideas")[1]) == before + 1


def test_photos_that_were_never_posted_go_after_a_day(lab, monkeypatch):
    kept = browser().post("/proefdorp/ideeen/nieuw/foto/", {"photo": picture()}).json()
    name = Upload.objects.get().photo.name
    forget_photos()
    assert browser().get(kept["address"]).status_code == 200
    later = clock.now() + timedelta(hours=25)
    monkeypatch.setattr(clock, "now", lambda: later)
    forget_photos()
    assert browser().get(kept["address"]).status_code == 404
    assert not default_storage.exists(name)


def test_a_token_of_nothing_is_no_photo_and_no_error(bram):
    propose(bram, upload=uuid.uuid4(), photo_alt="Een plein")
    assert not Idea.objects.get().photo
    assert propose(bram, title="Ander", upload="kapot", photo_alt="x").status_code == 422


def test_a_hidden_photo_is_gone_from_its_address(bram, mo):
    propose(bram, photo=picture(), photo_alt="Een plein")
    idea = Idea.objects.get()
    address = f"{idea.get_absolute_url()}foto/{idea.photo_name}"
    kept = {"HTTP_IF_NONE_MATCH": browser().get(address).headers["ETag"]}
    assert browser().get(address, **kept).status_code == 304
    idea.hide(mo, "privacy")
    assert browser().get(address, **kept).status_code == 404
    assert browser(mo).get(address).status_code == 200
    assert browser(bram).get(address).status_code == 200


def test_a_photo_is_found_through_its_idea_and_lab(bram, anna):
    propose(bram, photo=picture(), photo_alt="Een plein")
    idea = Idea.objects.get()
    make_lab("elders")
    assert browser().get(f"/elders/ideeen/{idea.pk}/foto/{idea.photo_name}").status_code == 404
    for name in ("x.webp", "..%2f..%2fsecret", "%00"):
        assert browser().get(f"{idea.get_absolute_url()}foto/{name}").status_code == 404


def test_two_words_are_an_idea(bram):
    assert propose(bram, opportunity="Meer bomen.").status_code == 302


def test_who_posted_an_idea_is_led_to_words_to_share(bram):
    client = browser(bram)
    answer = client.post("/proefdorp/ideeen/nieuw/", WORDS | {"key": uuid.uuid4()})
    idea = Idea.objects.get()
    page = client.get(answer.headers["Location"]).text
    assert f'Je idee staat online. <a href="{idea.get_absolute_url()}delen/">Vertel het je buren.</a>' in page


def test_the_photo_field_knows_what_is_too_large(bram):
    page = browser(bram).get("/proefdorp/ideeen/nieuw/").text
    assert f'data-most="{8 * 1024 * 1024}"' in page
    assert 'data-too-large="Deze foto is te groot. Kies er een van hoogstens 8 MB."' in page


def test_who_goes_back_and_sends_another_title_reads_that_the_first_is_still_there(lab, bram):
    client, key = browser(bram), uuid.uuid4()
    first = client.get(propose(bram, client, key=key).headers["Location"])
    assert "Je stuurde dit formulier al eerder" not in first.text
    page = client.get(propose(bram, client, key=key, title="Bomen op het plein").headers["Location"])
    one, other = Idea.objects.order_by("pk")
    assert "Je stuurde dit formulier al eerder" in page.text
    assert f'<a href="{one.get_absolute_url()}"><bdi>Schaduw op het plein</bdi></a>' in page.text
    assert other.title == "Bomen op het plein"
