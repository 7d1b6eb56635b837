"""Every kind of change, made as people make it: real forms, over HTTP, twenty a second."""

import io
import re
import uuid

from PIL import Image

from tests.faults import afterwards, evenings, moderating
from tests.faults.ledger import FRESH, Words
from tests.faults.scene import AUTHOR, HASTY, IDEAS, MODERATOR, MOST_COMMENTS, SERVANT, STADMAKER, Comment

MOST_IDEAS = 10  # per person and hour
COMMENT = re.compile(r'(?:id="comment-|#comment-|reacties/)(\d+)')
IDEA = re.compile(r"ideeen/(\d+)/")


async def say(scene, person, pk=None):
    pk = pk or scene.an_idea()
    if scene.talked[pk] >= MOST_COMMENTS:
        return await support(scene, person)
    scene.talked[pk] += 1
    url = scene.idea_url(pk)
    comment = Comment(pk, scene.ledger.add_words(scene.talk_of(pk), Words(scene.mark("c"), "comment-")), person)
    answered = [one for one in scene.comments if one.idea == pk] if scene.rng.random() < 0.2 else []
    parent = {"parent": scene.rng.choice(answered).pk} if answered else {}
    text = comment.words.text(comment.words.next())
    fields = {"text": f"{text} Daar doe ik aan mee.", "key": uuid.uuid4()} | parent
    page = scene.rng.randrange(1, 5) if pk == scene.long else 1
    sent = await scene.send("comment", person, f"{url}reacties/?pagina={page}", [(comment.words, 1)], **fields)
    if sent and (found := COMMENT.search(sent.where or sent.words)):
        comment.pk = int(found[1])
        scene.comments.append(comment)


async def reword(scene, person):
    mine = [one for one in scene.comments if one.author is person and one.words.is_open and not one.is_hidden]
    if mine:
        words, url = (comment := scene.rng.choice(mine)).words, scene.idea_url(comment.idea)
        version = words.next()
        await scene.send(
            "reword", person, f"{url}reacties/{comment.pk}/bewerken/", [(words, version)],
            text=f"{words.text(version)} Nu anders.",
        )  # fmt: skip


async def take_back(scene, person):
    mine = [one for one in scene.comments if one.author is person and one.words.is_open and not one.is_hidden]
    if mine:
        comment = scene.rng.choice(mine)
        scene.comments.remove(comment)
        url = scene.idea_url(comment.idea)
        await scene.send("remove", person, f"{url}reacties/{comment.pk}/verwijderen/", [(comment.words, 0)])


async def support(scene, person):
    pk = scene.an_idea()
    mine = scene.tallies[pk].of[person.number]
    if mine.is_open:
        value = 1 - max(mine.possible)
        url = f"{scene.idea_url(pk)}steun/{'' if value else 'intrekken/'}"
        await scene.send("support" if value else "withdraw", person, url, [(mine, value)])


async def need(scene, person):
    pk, answer = scene.an_idea(), scene.rng.choice(["yes", "no", "unsure"])
    mine = scene.needs[pk].of[person.number]
    if mine.is_open:
        told = [(mine, int(answer == "yes"))]
        await scene.send("need", person, f"{scene.idea_url(pk)}nut/", told, answer=answer)


async def say_for_someone(scene, person):
    """Let a stadmaker write down a comment for somebody."""
    pk = scene.an_idea()
    if scene.talked[pk] >= MOST_COMMENTS:
        return
    scene.talked[pk] += 1
    words, url = Words(scene.mark("n"), "comment-"), scene.idea_url(pk)
    fields = {"name": scene.rng.choice(["", "Tineke"]), "read_back": "on", "key": uuid.uuid4()}
    told = [(scene.ledger.add_words(scene.talk_of(pk), words), 1)]
    await scene.send(
        "comment for someone", person, f"{url}reacties/namens/", told, text=f"{words.text(1)} Zegt ze.", **fields
    )


async def pledge(scene, person):
    """Let each person pledge once, because a second pledge of a kind replaces the first."""
    pk = scene.an_idea()
    if (person.number, pk) in scene.pledged:
        return
    scene.pledged.add((person.number, pk))
    words = scene.ledger.add_words(scene.idea_url(pk), Words(scene.mark("h"), "helpers-"))
    await scene.send(
        "pledge", person, f"{scene.idea_url(pk)}hulp/", [(words, 1)], kind="time", sentence=f"{words.text(1)} Ik help."
    )


async def edit_idea(scene, person):
    pk = scene.an_idea()
    words = scene.titles[pk]
    if words.is_open:
        version = words.next()
        await scene.send(
            "edit", person, f"{scene.idea_url(pk)}bewerken/", [(words, version)], True,
            title=f"Idee {words.text(version)}", opportunity=f"Hier kan versie {version} komen.",
            neighbourhood=scene.rng.choice(scene.lab["villages"]),
        )  # fmt: skip


async def change_photo(scene, person):
    pk = scene.an_idea()
    words, shown = scene.titles[pk], scene.photos[pk]
    if words.is_open and shown.is_free:
        version, its_version = words.next(), shown.next()
        photo = io.BytesIO()
        Image.new("RGB", (40, 30), tuple(scene.rng.randrange(256) for _ in "rgb")).save(photo, "PNG")
        photo.seek(0)
        photo.name = "foto.png"
        await scene.send(
            "photo", person, f"{scene.idea_url(pk)}bewerken/", [(words, version), (shown, its_version)], True,
            title=f"Idee {words.text(version)}", photo=photo, photo_alt=f"Een vlak, {shown.text(its_version)}",
        )  # fmt: skip


async def set_status(scene, person):
    pk = scene.an_idea()
    words = scene.ledger.add_words(scene.idea_url(pk), Words(scene.mark("s"), "story-"))
    await scene.send(
        "status", person, f"{scene.idea_url(pk)}status/", [(words, 1)], True,
        status=scene.rng.choice(["talking", "doing", "doing", "done"]), reason=f"Omdat {words.text(1)}.",
        next_step="Wij bellen.",
    )  # fmt: skip


async def set_stance(scene, person):
    """Say what the municipality does about an idea."""
    stance, words = scene.rng.choice(["aside", "helps", "joins"]), f"Stand {scene.rng.randrange(10**6)}."
    url = f"{scene.idea_url(scene.an_idea())}gemeente/"
    await scene.send("stance", person, url, (), True, stance=stance, words=words)


async def withdraw_idea(scene, person):
    """Withdraw the second idea, once: others took part in it, so it stays, with the reason."""
    pk = scene.lab["ideas"][1]
    if scene.has_withdrawn:
        return
    scene.has_withdrawn = True
    words = scene.ledger.add_words(scene.idea_url(pk), Words(scene.mark("s"), "story-"))
    told = [(words, 1)]
    await scene.send("withdraw idea", person, f"{scene.idea_url(pk)}intrekken/", told, reason=f"Om {words.text(1)}.")


async def ask_for_answer(scene, person):
    """Ask the municipality for an answer, once about each idea."""
    pk = scene.an_idea()
    if pk not in scene.asked:
        url = f"{scene.idea_url(pk)}antwoord/vragen/"
        if await scene.send("ask for an answer", person, url, (), True, reason="De buurt wil het weten."):
            scene.asked.add(pk)


async def promise(scene, person):
    """Choose a new date for an answer; it is refused if none is owed any more."""
    if scene.asked:
        url = f"{scene.idea_url(scene.rng.choice(sorted(scene.asked)))}antwoord/datum/"
        day = f"{scene.rng.randrange(1, 28)}-3-2027"
        await scene.send("choose a new date", person, url, (), True, day=day, reason="De kaart is er nog niet.")


async def give_answer(scene, person):
    """Give the answer that was asked for, and correct it after that."""
    owed = [pk for pk in sorted(scene.asked) if scene.answers[pk].is_open]
    if not owed:
        return
    pk = scene.rng.choice(owed)
    words = scene.answers[pk]
    version, url = words.next(), f"{scene.idea_url(pk)}antwoord/"
    fields = {"kind": "yes", "words": f"We doen het: {words.text(version)}.", "contact": "Fleur, team Groen"}
    if words.possible == {0}:
        await scene.send("give an answer", person, f"{url}geven/", [(words, version)], True, **fields)
    else:
        fields["reason"] = "Er stond een fout in."
        await scene.send("correct an answer", person, f"{url}verbeteren/", [(words, version)], True, **fields)


async def edit_question(scene, person):
    if scene.question.is_open:
        version = scene.question.next()
        title = f"Vraag {scene.question.text(version)}"
        told = [(scene.question, version)]
        await scene.send("question", person, f"{scene.question_url}bewerken/", told, True, title=title)


async def answer_question(scene, person):
    """Let an idea answer the question, or no question any more."""
    url = f"{scene.idea_url(scene.an_idea())}vraag/"
    question = scene.rng.choice([scene.lab["question"], ""])
    await scene.send("answer a question", person, url, (), True, question=question)


async def sign_up(scene, person):
    mine = scene.seats.of[person.number]
    if mine.is_open:
        value = 0 if max(mine.possible) else scene.rng.choice([1, 2, 3])
        url = scene.gathering_url("evening") + ("kom/" if value else "kom-niet/")
        fields = {"seats": value} if value else {}
        await scene.send("sign up" if value else "don't come", person, url, [(mine, value)], **fields)


async def edit_gathering(scene, person):
    if scene.evening.is_open:
        version = scene.evening.next()
        fields = {"title": f"Avond {scene.evening.text(version)}"}
        if scene.rng.random() < 0.5:
            fields |= {"starts": f"19:{scene.rng.randrange(60):02}", "ends": "22:00", "reason": "De zaal is bezet."}
        told = [(scene.evening, version)]
        await scene.send("move", person, scene.gathering_url("evening") + "bewerken/", told, True, **fields)


async def resize(scene, person):
    """Change the number of seats; it is refused if the gathering was cancelled since."""
    url, seats = f"{scene.gathering_url('leaving')}aantal/", scene.rng.randrange(10, 90)
    await scene.send("resize", person, url, (), True, capacity=seats)


async def choose_date(scene, person):
    """Choose the date. After that nobody can answer any more which date suits them."""
    option = scene.rng.choice(scene.lab["options"])
    await scene.send("choose date", person, f"{scene.gathering_url('asked')}datums/kiezen/", option=option)


async def say_outcome(scene, person):
    if scene.outcome.is_open:
        version = scene.outcome.next()
        fields = {f"idea_{scene.lab['ideas'][2]}": "We gaan door."}
        fields["outcome"] = f"Het werd {scene.outcome.text(version)}."
        told = [(scene.outcome, version)]
        await scene.send("outcome", person, scene.gathering_url("begun") + "wat-kwam-eruit/", told, True, **fields)


async def lay_on_table(scene, person):
    ideas = scene.rng.sample(scene.lab["ideas"], scene.rng.randrange(IDEAS))
    await scene.send("table", person, scene.gathering_url("evening") + "op-tafel/", (), True, ideas=ideas)


async def answer_dates(scene, person):
    answers = {f"option_{pk}": scene.rng.choice(["yes", "if_needed", "no"]) for pk in scene.lab["options"]}
    await scene.send("dates", person, scene.gathering_url("asked") + "datums/", **answers)


async def edit_place(scene, person):
    if scene.place_words.is_open:
        version = scene.place_words.next()
        told = [(scene.place_words, version)]
        fields = {"rooms-0-name": f"Zaal {scene.place_words.text(version)}", "rooms-0-capacity": 30}
        fields["getting_there"] = f"Bel {version} keer aan."
        await scene.send("place", person, f"{scene.place_url}bewerken/", told, True, **fields)


async def share_idea(scene, person):
    """Share an idea. Open lists count its card as new; fresh lists show it once."""
    url = f"/{scene.slug}/ideeen/"
    words = scene.ledger.add_words(FRESH + url, Words(scene.mark("i"), "idea-title"))
    fields = {"title": f"Nieuw {words.text(1)}", "opportunity": "Hier kan een bank komen te staan."}
    sent = await scene.send("new idea", person, f"{url}nieuw/", [(words, 1)], key=uuid.uuid4(), **fields)
    if sent and (found := IDEA.search(sent.where)):
        scene.shared.append((scene.idea_url(found[1]), words, person))


async def take_idea_back(scene, person):
    """Take an idea back. Nobody took part in it yet, so it is deleted."""
    mine = [one for one in scene.shared if one[2] is person and one[1].is_open]
    if mine:
        url, words, _ = one = scene.rng.choice(mine)
        scene.shared.remove(one)
        await scene.send("take idea back", person, f"{url}intrekken/", [(words, 0)], reason="Toch maar niet.")


async def hurry(scene, person):
    """Share ideas until the quota is used up, once: so a run shows that the quotas are on."""
    if not scene.has_hurried:
        scene.has_hurried = True
        for _ in range(MOST_IDEAS + 1):
            if not person.rests:
                await share_idea(scene, person)
                await take_idea_back(scene, person)


async def plan_gathering(scene, person):
    url = f"/{scene.slug}/bijeenkomsten/"
    words = Words(scene.mark("b"), "ticket-")
    day = f"2027-0{scene.rng.randrange(1, 10)}-1{scene.rng.randrange(10)}"
    fields = {"title": f"Bijeen {words.text(1)}", "day": day, "starts": "19:00", "ends": "21:00"}
    sent = await scene.send("new gathering", person, f"{url}nieuw/", (), True, **fields)
    if sent and (found := re.search(r"bijeenkomsten/(\d+)/", sent.where)):
        scene.ledger.add_words(FRESH + url, words)
        await scene.send("publish", person, f"{url}{found[1]}/online/", [(words, 1)])


async def cancel(scene, person):
    await scene.send("cancel", person, scene.gathering_url("leaving") + "gaat-niet-door/", reason="Het stormt.")


def a_word(scene):
    return "".join(scene.rng.choices("bcdfghklmnprstvw", k=8)).capitalize()


async def rename(scene, person):
    """Change the name, on every page with a contribution; at most five times an hour."""
    mine, name = scene.names[person.number], f"Buur {a_word(scene)}"
    if mine.is_free:
        await scene.send("rename", person, "/account/", [(mine, (name, False))], name=name)


async def rename_author(scene, person):
    await rename(scene, person)


async def rename_village(scene, person):
    village = scene.rng.choice(scene.lab["villages"])
    await scene.send("rename village", person, f"/{scene.slug}/beheer/dorpen/{village}/", name=f"Dorp {a_word(scene)}")


VERBS = (
    {
        say: (30, None),
        reword: (8, None),
        take_back: (2, None),
        rename: (1, None),
        support: (18, None),
        need: (9, None),
        pledge: (4, None),
        sign_up: (9, None),
        answer_dates: (4, None),
        share_idea: (1, None),
        take_idea_back: (3, None),
        rename_author: (0.5, AUTHOR),
        edit_idea: (4, AUTHOR),
        change_photo: (2, AUTHOR),
        withdraw_idea: (0.1, AUTHOR),
        edit_question: (1, AUTHOR),
        answer_question: (2, AUTHOR),
        ask_for_answer: (4, STADMAKER),
        promise: (2, SERVANT),
        give_answer: (5, SERVANT),
        set_stance: (1, SERVANT),
        set_status: (2, STADMAKER),
        say_for_someone: (2, STADMAKER),
        edit_gathering: (3, STADMAKER),
        say_outcome: (1, STADMAKER),
        lay_on_table: (1, STADMAKER),
        edit_place: (2, STADMAKER),
        plan_gathering: (0.5, STADMAKER),
        resize: (1, STADMAKER),
        choose_date: (0.1, STADMAKER),
        cancel: (0.3, STADMAKER),
        hurry: (2, HASTY),
        rename_village: (0.5, MODERATOR),
    }
    | moderating.VERBS
    | evenings.VERBS
    | afterwards.VERBS
)
