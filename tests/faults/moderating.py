"""What moderators do that open pages must show: hide, fold, close a conversation, and let comments through."""

import re
import uuid

from tests.faults.ledger import Words
from tests.faults.scene import MODERATOR, OTHERS_FROM, Waiting

MOST_IN_VAIN = 3  # whose urgent reports came to nothing so often closes nothing any more
WAITING = re.compile(r"wacht-(\d+)")
SPAM = {"reason": "spam", "explanation": "Dubbel."}


# A comment, an idea, a photo


async def hide_comment(scene, person):
    """Hide a comment. After that the author no longer edits it."""
    shown = [
        one
        for one in scene.comments
        if one.words.is_free and not one.is_folded and (one.is_hidden or not one.author.is_busy)
    ]
    if shown:
        comment = scene.rng.choice(shown)
        url = comment_url(scene, comment)
        (version,) = comment.words.possible - {0} or {comment.words.version}
        if comment.is_hidden and comment.words.possible == {0}:
            await scene.send("restore comment", person, f"{url}terugzetten/", [(comment.words, version)], why="Mag.")
        elif not comment.is_hidden:
            comment.is_hidden, comment.words.version = True, version
            await scene.send("hide comment", person, f"{url}verbergen/", [(comment.words, 0)], **SPAM)


async def hide_idea(scene, person):
    url, flag = scene.idea_url(scene.lab["ideas"][-1]), scene.hidden
    if not flag.is_open:
        return
    if flag.possible == {True}:
        await scene.send("restore idea", person, f"{url}terugzetten/", [(flag, False)], why="Mag weer.")
    else:
        await scene.send("hide idea", person, f"{url}verbergen/", [(flag, True)], **SPAM)


async def hide_photo(scene, person):
    """Hide the photo of an idea alone, or put it back; another photo of its author may come in its place."""
    free = [pk for pk, one in scene.photos.items() if one.is_free and (one.possible != {0} or pk in scene.put_away)]
    if not free:
        return
    pk = scene.rng.choice(free)
    photo, url = scene.photos[pk], f"{scene.idea_url(pk)}foto/"
    (shown,) = photo.possible
    if shown:
        scene.put_away[pk] = shown
        await scene.send("hide photo", person, f"{url}verbergen/", [(photo, 0)], **SPAM)
    else:
        told = [(photo, scene.put_away[pk])]
        await scene.send("restore photo", person, f"{url}terugzetten/", told, why="Mag weer.")


# Two urgent reports


async def report(scene, person):
    """Report a comment as urgent: the second one closes it, until a moderator looks. Its author leaves it as it is."""
    if scene.reports[person.number] >= MOST_IN_VAIN:
        return
    first = [one for one in scene.reported if person not in (one.author, one.reporter) and one.words.is_free]
    if first:
        comment, told = first[0], [(first[0].words, 0)]
        scene.reported.remove(comment)
    else:
        shown = [one for one in scene.comments if one.words.is_free and not (one.is_hidden or one.author.is_busy)]
        others = [one for one in shown if one.author is not person]
        if not others:
            return
        comment, told = scene.rng.choice(others), []
        comment.is_hidden = True
        (comment.words.version,) = comment.words.possible
    scene.reports[person.number] += 1
    url = f"/{scene.slug}/moderatie/melden/ideeen/{comment.idea}/reacties/{comment.pk}/"
    sent = await scene.send("report, and fold" if told else "report", person, url, told, reason="threat")
    if sent and told:
        comment.is_folded = True
    elif sent:
        comment.reporter = person
        scene.reported.append(comment)


async def unfold(scene, person):
    """Open a folded comment again; or hide it, which is a decision."""
    folded = [one for one in scene.comments if one.is_folded and one.words.is_free]
    if folded:
        comment = scene.rng.choice(folded)
        url, words = comment_url(scene, comment), comment.words
        if scene.rng.random() < 0.7:
            await scene.send("unfold", person, f"{url}terugzetten/", [(words, words.version)], why="Geen dreiging.")
        else:
            await scene.send("hide what is folded", person, f"{url}verbergen/", [(words, 0)], **SPAM)
        comment.is_folded = False


def comment_url(scene, comment):
    return f"{scene.idea_url(comment.idea)}reacties/{comment.pk}/"


# The conversation of the first idea


async def turn_talk(scene, person):
    """Close the conversation, or open it again; comments are refused meanwhile."""
    url, closing = f"{scene.idea_url(scene.lab['ideas'][0])}gesprek/", scene.closing
    if not closing.is_free:
        return
    if closing.possible == {0}:
        version = closing.next()
        fields = {"reason": "abuse", "explanation": f"Ruzie {closing.text(version)}."}
        await scene.send("close talk", person, f"{url}sluiten/", [(closing, version)], **fields)
    else:
        await scene.send("open talk", person, f"{url}openen/", [(closing, 0)], why="Weer rustig.")


# A name


async def hide_name(scene, person):
    """Hide the name of somebody who takes part, or put it back; whoever has it may choose another one meanwhile."""
    names = {number: one for number, one in scene.names.items() if number >= OTHERS_FROM and one.is_free}
    hidden = [number for number, one in names.items() if one.is_hidden]
    if not names:
        return
    number = scene.rng.choice(hidden if hidden and scene.rng.random() < 0.5 else list(names))
    ((name, is_hidden),) = names[number].possible
    url, told = (
        f"/{scene.slug}/moderatie/namen/{scene.lab['members'][number]}/",
        [(names[number], (name, not is_hidden))],
    )
    if is_hidden:
        await scene.send("restore name", person, f"{url}terugzetten/", told, why="Mag weer.")
    else:
        await scene.send("hide name", person, f"{url}verbergen/", told, True, **SPAM)


# First comments that wait: in a lab of its own, in calm mode


async def say_first(scene, person):
    """Comment for the first time: it waits, and nobody else reads it."""
    if person.number in scene.said_first:
        return
    scene.said_first.add(person.number)
    words = scene.ledger.add_words(scene.calm_url, Words(scene.mark("w"), "comment-"))
    fields = {"text": f"{words.text(words.next())} Mijn eerste.", "key": uuid.uuid4()}
    sent = await scene.send("first comment", person, f"{scene.calm_url}reacties/?pagina=1", [(words, 0)], **fields)
    if sent and (found := WAITING.search(sent.where or sent.words)):
        scene.waiting.append(Waiting(int(found[1]), words, person))


async def change_first(scene, person):
    """Change it, or take it back."""
    mine = [one for one in scene.waiting if one.author is person and one.words.is_free]
    if not mine:
        return
    (one,) = mine
    url, told = f"{scene.calm_url}reacties/wacht/{one.pk}/", [(one.words, 0)]
    if scene.rng.random() < 0.2:
        scene.waiting.remove(one)
        await scene.send("take first back", person, f"{url}verwijderen/", told)
        return
    text = f"{one.words.text(one.words.version + 1)} Nu anders."
    if await scene.send("change first", person, f"{url}bewerken/", told, text=text):
        one.seen, one.words.version = one.seen + 1, one.words.version + 1


async def look_first(scene, person):
    """Let the first comment of somebody appear, or hide it: then a tombstone appears."""
    waiting = [one for one in scene.waiting if one.words.is_free]
    if not waiting:
        return
    one = scene.rng.choice(waiting)
    scene.waiting.remove(one)
    url, words = f"/{scene.lab['calm_slug']}/moderatie/opvallend/wacht/{one.pk}/", one.words
    if scene.rng.random() < 0.7:
        await scene.send("let through", person, url, [(words, words.version)], seen=one.seen)
    else:
        await scene.send("hide first", person, f"{url}verbergen/", [(words, 0)], seen=one.seen, **SPAM)


VERBS = {
    hide_comment: (3, MODERATOR),
    hide_idea: (1, MODERATOR),
    hide_photo: (2, MODERATOR),
    hide_name: (1.5, MODERATOR),
    turn_talk: (1.5, MODERATOR),
    report: (4, None),
    unfold: (2, MODERATOR),
    say_first: (4, None),
    change_first: (5, None),
    look_first: (2.5, MODERATOR),
}
