"""What the municipality does about an idea: who says it, what everybody reads, and how it is taken back."""

import pytest
from django.db import transaction

from ideas import words
from ideas.models import Idea, IdeaClosed, Moved
from ideas.topics import IdeaTopic
from labs.models import RESIDENT_VOICE, Stance
from tests.factories import make_idea, make_member
from tests.ideas.care.conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def fleur(lab):
    return make_member(lab, "Fleur", "civil_servant", label="team Groen")


def says(idea, stance="helps", sentence="We zoeken uit wat mag.", **words):
    return {"seen": idea.stance_revision, "stance": stance, "words": sentence} | words


def test_what_it_does_stands_on_page_card_and_in_the_story(act, fleur, idea):
    assert "Wat doet de gemeente hier?" not in text_of(act(None, "idea_detail", idea))
    response = act(fleur, "idea_stance", idea, **says(idea, sentence="We zoeken <b>uit</b> wat mag."))
    assert response.headers["Location"] == idea.get_absolute_url()
    idea.refresh_from_db()
    change = idea.stances.get()
    assert (idea.stance, idea.stance_words, idea.stance_at) == ("helps", "We zoeken <b>uit</b> wat mag.", change.at)
    assert (change.by, change.voice_kind, change.voice_label) == (fleur, "civil_servant", "team Groen")
    page = text_of(act(None, "idea_detail", idea))
    assert '<li class="on" aria-current="true">helpt</li>' in page
    assert page.count("<li>doet mee</li>") == page.count("<strong>De gemeente helpt</strong>") == 1
    assert page.count("We zoeken &lt;b&gt;uit&lt;/b&gt; wat mag.") == 2  # beside the idea, and in its story
    assert '<p class="strong">De gemeente helpt</p>' in page
    cards = text_of(act(None, "idea_list", where=idea.lab))
    assert f'id="card-stance-{idea.pk}"' in cards
    assert "De gemeente helpt" in cards


def test_it_is_taken_back_and_the_story_keeps_both(act, fleur, idea):
    act(fleur, "idea_stance", idea, **says(idea))
    idea.refresh_from_db()
    assert "zegt hier niets meer over" in text_of(act(fleur, "idea_stance", idea))
    gone = says(idea, "nothing", "Vergeten weg te halen")
    assert [act(fleur, "idea_stance", idea, **gone).status_code for _ in "ab"] == [302, 302]
    idea.refresh_from_db()
    assert (idea.stance, idea.stance_words) == ("", "")
    assert [(one.stance, one.words) for one in idea.stances.all()] == [("helps", "We zoeken uit wat mag."), ("", "")]
    page = text_of(act(None, "idea_detail", idea))
    assert "Wat doet de gemeente hier?" not in page
    assert page.index("De gemeente helpt") < page.index("De gemeente zegt hier niets meer over")


def test_only_who_may_say_it_reads_that_nothing_is_said_yet(act, lab, fleur, bram, mo, idea):
    admin = make_member(lab, "Bea", "lab_admin")
    for member in (
        None,
        bram,
        mo,
        admin,
        make_member(lab, "Chaima", "stadmaker"),
        make_member(lab, "Wim", "alderman"),
    ):
        page = text_of(act(member, "idea_detail", idea))
        assert "zegt hier nog niets over" not in page
        assert "gemeente/" not in page
        if member:
            assert act(member, "idea_stance", idea, **says(idea)).status_code == 403
    page = text_of(act(fleur, "idea_detail", idea))
    assert "De gemeente zegt hier nog niets over." in page
    assert f"{idea.get_absolute_url()}gemeente/" in page
    assert "Zeg wat de gemeente hier doet" in text_of(act(fleur, "idea_more", idea))
    assert not idea.stances.exists()


def test_who_has_more_roles_still_speaks_for_the_municipality(act, lab, idea):
    both = make_member(lab, "Noor", "moderator", "civil_servant", label="team Groen")
    moderator, servant = (role for role in both.roles.order_by("kind")[::-1])
    assert act(both, "idea_stance", idea, **says(idea, voice=moderator.pk)).status_code == 422
    assert act(both, "idea_stance", idea, **says(idea)).status_code == 302  # there is no choice
    assert idea.stances.get().voice_kind == servant.kind == "civil_servant"
    make_member(lab, "Otto", "civil_servant", label="team Rood").roles.create(kind="civil_servant", label="team Groen")
    otto = lab.memberships.get(user__name="Otto")
    idea.refresh_from_db()
    assert act(otto, "idea_stance", idea, **says(idea, "joins")).status_code == 422
    green = otto.roles.get(label="team Groen")
    act(otto, "idea_stance", idea, **says(idea, "joins", voice=green.pk))
    assert idea.stances.last().voice_label == "team Groen"


def test_bad_forms_are_refused_with_the_words_in_them(act, fleur, idea):
    for stance, error in (
        ("", "Kies wat de gemeente doet."),
        ("spam", "Deze kun jij niet kiezen."),
    ):
        page = act(fleur, "idea_stance", idea, **says(idea, stance))
        assert page.status_code == 422
        assert error in text_of(page)
        assert "We zoeken uit wat mag." in text_of(page)
    assert act(fleur, "idea_stance", idea, **says(idea, sentence="x" * 201)).status_code == 422
    assert not idea.stances.exists()


def test_pressed_twice_is_said_once(act, fleur, idea):
    said = says(idea)
    assert [act(fleur, "idea_stance", idea, **said).status_code for _ in "ab"] == [302, 302]
    assert idea.stances.count() == 1


def test_second_of_two_colleagues_is_warned_and_keeps_the_words(act, lab, fleur, idea):
    gijs, seen = make_member(lab, "Gijs", "civil_servant", label="team Rood"), says(idea)
    act(fleur, "idea_stance", idea, **seen)
    second = act(gijs, "idea_stance", idea, **seen | {"stance": "decides", "words": "Wij besluiten."})
    assert second.status_code == 409
    assert "Iemand anders paste dit net aan. Jouw tekst staat er nog." in text_of(second)
    assert "Wij besluiten." in text_of(second)
    assert "We zoeken uit wat mag." in text_of(second)
    idea.refresh_from_db()
    assert idea.stance == "helps"
    act(gijs, "idea_stance", idea, **says(idea, "decides", "Wij besluiten."))
    idea.refresh_from_db()
    assert (idea.stance, idea.stances.count()) == ("decides", 2)


def test_hidden_and_withdrawn_ideas_take_none_and_closed_ones_do(fleur, mo, idea, bram):
    idea.hide(mo, "spam")
    with pytest.raises(IdeaClosed):
        idea.set_stance(fleur, RESIDENT_VOICE, "helps")
    idea.restore(mo, "Toch goed.")
    idea.set_status(fleur, RESIDENT_VOICE, "done", "Klaar.")
    assert idea.set_stance(fleur, RESIDENT_VOICE, "helps")
    other = make_idea(bram, "Bankje")
    other.set_status(bram, RESIDENT_VOICE, "withdrawn", "Toch niet.")
    with pytest.raises(IdeaClosed):
        other.set_stance(fleur, RESIDENT_VOICE, "helps")


def test_stale_copy_does_not_overwrite_what_a_colleague_said(fleur, idea):
    mine, theirs = Idea.objects.get(pk=idea.pk), Idea.objects.get(pk=idea.pk)
    theirs.set_stance(fleur, RESIDENT_VOICE, "helps", seen=theirs.stance_revision)
    with pytest.raises(Moved):
        mine.set_stance(fleur, RESIDENT_VOICE, "decides", seen=1)


def test_open_pages_and_cards_hear_of_it_after_commit(fleur, idea, django_capture_on_commit_callbacks):
    topic, before = IdeaTopic(), idea.revision
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        idea.set_stance(fleur, RESIDENT_VOICE, "joins", "We graven mee.")
    heard = {view: {part.key for part in topic.parts(idea.pk, view, before)} for view in ("page", "card")}
    assert heard == {"page": {f"stance-{idea.pk}", f"story-{idea.pk}"}, "card": {f"card-stance-{idea.pk}"}}


def test_page_of_an_idea_costs_one_query_more_once_something_is_said(
    act, fleur, idea, django_assert_num_queries, client
):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            client.get(idea.get_absolute_url())
        return len(caught)

    queries()
    unsaid = queries()
    for stance in Stance:
        idea.set_stance(fleur, RESIDENT_VOICE, stance)
    queries()
    assert queries() <= unsaid + 1


def test_words_fit_each_stance_in_dutch_and_english():
    assert [words.stance_words(stance) for stance in [*Stance, ""]] == [
        "De gemeente staat aan de kant",
        "De gemeente helpt",
        "De gemeente doet mee",
        "De gemeente beslist",
        "De gemeente zegt hier niets meer over",
    ]
