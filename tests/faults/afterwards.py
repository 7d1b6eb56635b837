"""What organisers do after an evening that open pages must show: where notes go, the report, what was said aloud."""

import asyncio
import re
import uuid

from tests.faults.ledger import FRESH, Words
from tests.faults.moderating import SPAM
from tests.faults.past import COMMENT, IN_REPORT, NEW, OPEN, WENT
from tests.faults.scene import KEEPER, MODERATOR, MOST_COMMENTS, SERVANT, WAS_THERE

MOST_IDEAS, MOST_OF_NOTES, MOST_SAID = 6, 12, 12  # in a round: within what one person may do
ALOUD = re.compile(r"/gezegd/(\d+)/")
BEGINS_IN = 120  # seconds until an evening must be rehearsed again


# Where notes go


def a_note(scene, *places):
    """Return a note that is at one of these places; None: at an idea."""
    free = [one for one in scene.past.notes if one.is_free and one.at is not None]
    found = [one for one in free if one.at in places or (None in places and one.at > 0)]
    return scene.rng.choice(found) if found else None


async def put_at_idea(scene, person):
    """Make a note part of an idea."""
    note, idea = a_note(scene, OPEN), scene.an_idea()
    if note:
        url = f"{scene.past.outcomes_url}briefje-{note.pk}/idee/"
        await scene.send("put at idea", person, url, [(note, idea)], subject=idea)


async def choose_again(scene, person):
    """Take a note back from its idea, or from the report."""
    if note := a_note(scene, None, IN_REPORT):
        state = "report_only" if note.at == IN_REPORT else "idea"
        press = f"again:briefje-{note.pk}:{state}"
        await scene.send("choose again", person, scene.past.outcomes_url, [(note, OPEN)], press=press)


async def put_aside(scene, person):
    """Let a note stand in the report alone."""
    if note := a_note(scene, OPEN):
        press = f"report:briefje-{note.pk}"
        await scene.send("put aside", person, scene.past.outcomes_url, [(note, IN_REPORT)], press=press)


async def make_idea(scene, person):
    """Make an idea of a note: fresh lists show it once."""
    note = a_note(scene, OPEN)
    if note and scene.past.made < MOST_IDEAS:
        scene.past.made += 1
        words = scene.ledger.add_words(f"{FRESH}/{scene.slug}/ideeen/", Words(scene.mark("i"), "idea-title"))
        fields = {"title": f"Uit de zaal {words.text(1)}", "opportunity": "Hier kan een bank komen te staan."}
        url = f"{scene.past.outcomes_url}briefje-{note.pk}/nieuw/"
        await scene.send("make idea", person, url, [(note, NEW), (words, 1)], key=uuid.uuid4(), **fields)


async def make_comment(scene, person):
    """Make a comment of a note."""
    note, idea = a_note(scene, OPEN), scene.an_idea()
    if note and scene.past.said < MOST_OF_NOTES and scene.talked[idea] < MOST_COMMENTS:
        scene.past.said += 1
        scene.talked[idea] += 1
        words = scene.ledger.add_words(scene.talk_of(idea), Words(scene.mark("c"), "comment-"))
        fields = {"key": uuid.uuid4(), "subject": idea, "text": f"{words.text(1)} Uit de zaal."}
        url = f"{scene.past.outcomes_url}briefje-{note.pk}/reactie/"
        await scene.send("make comment", person, url, [(note, COMMENT), (words, 1)], **fields)


async def take_own_note_back(scene, person):
    """Let who wrote it take a note back: its words go from its idea, and what was made of it stays."""
    if note := a_note(scene, None, NEW, COMMENT):
        url = f"{scene.past.phone_url}briefje/terug/"
        await scene.send("take own note back", person, url, [(note, WENT)], note=note.pk)


# What people bring


async def put_bring_at_idea(scene, person):
    """Say at which idea belongs what somebody brings."""
    free = [one for one in scene.past.brings if one.is_free and one.at is not None and one.at != WENT]
    if free:
        one, idea = scene.rng.choice(free), scene.an_idea()
        fields = {"subject": idea, "seen": one.at}
        url = f"{scene.past.outcomes_url}bijdrage/{one.pk}/"
        await scene.send("put contribution at idea", person, url, [(one, idea)], **fields)


async def bring_to_idea(scene, person):
    """Bring it to its idea in one's own name, by the link in a mail."""
    free = [one for one in scene.past.brings if one.is_free and one.at and one.at > 0]
    free = [one for one in free if (person.number, one.at) not in scene.pledged]
    if free:
        one = scene.rng.choice(free)
        scene.pledged.add((person.number, one.at))
        words = scene.ledger.add_words(scene.idea_url(one.at), Words(scene.mark("h"), "helpers-"))
        fields = {"kind": "time", "sentence": f"{words.text(1)} Ik help."}
        url = f"/{scene.slug}/bijdrage/{scene.past.signed[one.pk]}/idee/"
        await scene.send("bring to idea", person, url, [(one, WENT), (words, 1)], **fields)


# The report


async def publish(scene, person):
    """Put the report online, or take it offline."""
    online = scene.past.online
    if not online.is_free:
        return
    url = f"{scene.past.report_url}zet/"
    form = await person.form(scene.past.report_url, scene.rng.randrange(9), url)
    if form and online.is_free:
        is_on = not max(online.possible)
        do, verb = ("publish", "publish report") if is_on else ("down", "take report offline")
        await scene.send(verb, person, url, [(online, is_on)], **form | {"do": do})


async def write_report(scene, person):
    """Change the words of the report."""
    words = {"title": f"Verslag {scene.rng.randrange(10**6)}", "intro": "Het was vol."}
    await scene.send("write report", person, f"{scene.past.report_url}pas-aan/", (), True, **words)


async def remark(scene, person):
    """Say what is wrong in the report, once it is online: its organisers are told."""
    if scene.past.online.possible == {True}:
        text = f"Er waren er {scene.rng.randrange(10**6)}."
        await scene.send("remark", person, f"{scene.past.report_url}klopt-niet/", key=uuid.uuid4(), text=text)


# Said aloud


async def note_aloud(scene, person):
    """Note what somebody of the municipality said aloud about an idea: it stands there, and with the gathering."""
    if scene.past.said_aloud >= MOST_SAID:
        return
    scene.past.said_aloud += 1
    idea, url = scene.rng.choice(scene.lab["ideas"][:-1]), scene.past.gathering_url  # the last may be hidden
    here = scene.ledger.add_words(url, Words(scene.mark("l"), "aloud-"))
    there = scene.ledger.add_words(scene.idea_url(idea), Words(here.mark, "idea-aloud-"))
    fields = {"subject": idea, "name": "Fleur", "role": "wethouder", "words": f"Dat regelen we: {here.text(1)}."}
    await scene.send("note aloud", person, f"{url}gezegd/", [(here, 1), (there, 1)], True, **fields)


async def settle_aloud(scene, person):
    """Confirm what was said aloud, or say that it was otherwise."""
    url = scene.past.gathering_url
    found = set(ALOUD.findall(await person.page(url, scene.rng.randrange(9)))) - scene.past.settled
    if not found:
        return
    pk = scene.rng.choice(sorted(found))
    scene.past.settled.add(pk)
    if scene.rng.random() < 0.3:
        fields = {"words": "Wij zoeken het uit.", "day": "1-3-2027"}
        await scene.send("confirm aloud", person, f"{url}gezegd/{pk}/", **fields)
    else:
        await scene.send("deny aloud", person, f"{url}gezegd/{pk}/ontkennen/", reason="Er is iets anders gezegd.")


async def rename_gathering(scene, person):
    """Change its title: ideas say where a note or a promise came up."""
    title = f"Voorbij {scene.rng.randrange(10**6)}"
    await scene.send("rename gathering", person, f"{scene.past.gathering_url}bewerken/", (), True, title=title)


# The gathering of another evening is hidden; and one is rehearsed


async def hide_gathering(scene, person):
    """Hide the gathering of an evening, or put it back: an idea that came up there says so no more."""
    title, url = scene.past.title, scene.past.hidden_url
    if not title.is_free:
        return
    if title.possible == {0}:
        await scene.send("restore gathering", person, f"{url}terugzetten/", [(title, 1)], why="Mag weer.")
    else:
        await scene.send("hide gathering", person, f"{url}verbergen/", [(title, 0)], **SPAM)


async def rehearse(scene, person):
    """Stop the rehearsal of an evening, and begin another one: its pages are there only while it is rehearsed."""
    url = scene.past.rehearsal_url
    await scene.send("stop rehearsal", person, f"{url}stop/")
    until = asyncio.get_running_loop().time() + BEGINS_IN
    while asyncio.get_running_loop().time() < until:
        if await scene.send("rehearse", person, url):
            return
        await asyncio.sleep(0.3)


VERBS = {
    put_at_idea: (5, KEEPER),
    choose_again: (3, KEEPER),
    put_aside: (1, KEEPER),
    make_idea: (0.5, KEEPER),
    make_comment: (1, KEEPER),
    take_own_note_back: (0.5, WAS_THERE),
    put_bring_at_idea: (2, KEEPER),
    bring_to_idea: (2, None),
    publish: (2, KEEPER),
    write_report: (1, KEEPER),
    remark: (1, WAS_THERE),
    note_aloud: (1, KEEPER),
    settle_aloud: (1, SERVANT),
    rename_gathering: (1, KEEPER),
    hide_gathering: (1, MODERATOR),
    rehearse: (0.3, KEEPER),
}
