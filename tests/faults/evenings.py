"""What people do in a live evening that open pages must show: walk in, lead, write notes, choose, help, close it."""

import asyncio
import re
import uuid

from tests.faults.ledger import Words
from tests.faults.people import Answer
from tests.faults.room import LISTS
from tests.faults.scene import GUEST, LEADER

DOES = ["start", "pause", "more", "shorten"]
PRESS = re.compile(r'value="(\d+:(?:waits|wall|off):(?:waits|wall|off))"')
PICK = re.compile(r'value="(\d+:[01])"\s+aria-pressed="\w+"\s+data-pick="\d+"\s*>')  # the hidden ones don't match
BOX = re.compile(r'name="note"\s+value="(\d+:\d+)"')
KEEP = re.compile(r'value="((?:note|pile):\d+:[01])"')
MINE = re.compile(r'data-mine="(\d+)"')
MAY_SHOW = re.compile(r'value="(\d+:yes)"')
PASS = re.compile(r'value="(\d+:(?:on|off))"')
IDEA_OF = re.compile(r"/bijdragen/(\d+)/idee/")
SPOKE = re.compile(r'name="press"\s+value="(\d+:\d+)"')
ASKS = re.compile(r"/scherm/(\d+)/")
MOST_SCREENS = 4  # that wait
MOST_NOTES = 40  # in a round; each stands on the page of the wall
OPENS_IN = 120  # seconds until an evening that was closed must be open again


async def lead(scene, person):
    """Press a button on the page of who leads, as that page shows it; mostly the clock, sometimes another step."""
    room = scene.room
    form = await person.form(room.lead_url, scene.rng.randrange(9))
    if form is None:
        return
    if scene.rng.random() < 0.3:
        await go(
            scene, person, form, "back" if int(form["back"]) == room.busy[0] else scene.rng.choice(["go", "back"])
        )
    else:
        await scene.send("lead", person, room.lead_url, **form | {"do": scene.rng.choice(DOES)})


async def go(scene, person, form, do):
    """Go to the step before or after, as the page of who leads shows it, if people write or choose there."""
    room, step = scene.room, int(form["to" if do == "go" else "back"])
    if step in room.busy:
        told = [(room.step, room.steps.index(step) + 1)]
        await scene.send("lead", person, room.lead_url, told, **form | {"do": do})


async def group(scene, person):
    """Go to the step of grouping notes, or from there to the dots."""
    if form := await person.form(scene.room.lead_url, scene.rng.randrange(9)):
        await go(scene, person, form, "back" if int(form["back"]) == scene.room.group_step else "go")


async def walk_in(scene, person):
    """Walk in, once, without an account: the site asks for none."""
    mine = scene.room.people.of[person.number]
    if mine.is_open and mine.possible == {0}:
        await scene.send("walk in", person, scene.room.url, [(mine, 1)], key=uuid.uuid4(), name="")


async def change_step(scene, person):
    """Change the sentence of a step, perhaps the one that is on all phones."""
    number = scene.rng.randrange(len(scene.room.steps))
    words = {"sentence": f"Zin {scene.rng.randrange(10**6)}."}
    url = f"{scene.room.plan_url}stap/{scene.room.steps[number]}/"
    await scene.send("change step", person, url, (), True, **words)


async def take_task(scene, person):
    """Scan the QR code of a task and take it, without an account; who leads sees who helps."""
    words = {"key": uuid.uuid4(), "name": f"Helper {scene.rng.randrange(10**6)}"}
    await scene.send("take task", person, scene.room.task_url, (), True, **words)


# Notes


async def write_note(scene, person):
    """Write a note: it stands on the page of the wall, in one of its lists."""
    room = scene.room
    if len(room.notes) >= MOST_NOTES:
        return await take_note_back(scene, person)
    words = scene.ledger.add_words(room.wall_url, Words(scene.mark("r"), LISTS))
    fields = {"key": uuid.uuid4(), "step": room.notes_step, "text": f"{words.text(words.next())} Een bank."}
    room.notes.append((person, words, None))
    sent = await scene.send("note", person, f"{room.url}briefje/", [(words, 1)], **fields)
    if sent and (found := MINE.search(sent.words)):  # the newest stands first
        room.notes[room.notes.index((person, words, None))] = person, words, int(found[1])


async def type_note(scene, person):
    """Type a note over from paper: it goes on the wall."""
    room = scene.room
    if len(room.notes) >= MOST_NOTES:
        return
    words = scene.ledger.add_words(room.wall_url, Words(scene.mark("r"), LISTS))
    room.notes.append((None, words, None))
    text = f"{words.text(words.next())} Van papier."
    told = [(words, 1)]
    url = f"{room.wall_url}papier/"
    await scene.send("paper note", person, url, told, key=uuid.uuid4(), step=room.notes_step, text=text)


async def take_note_back(scene, person):
    mine = [one for one in scene.room.notes if one[0] is person and one[1].is_free and one[2]]
    if mine:
        note = scene.rng.choice(mine)
        scene.room.notes.remove(note)
        await scene.send("take note back", person, f"{scene.room.url}briefje/terug/", [(note[1], 0)], note=note[2])


async def settle(scene, person):
    """Put a note on the wall or off it, as the page of the wall shows it."""
    url = scene.room.wall_url
    if presses := PRESS.findall(await person.page(url, scene.rng.randrange(9))):
        await scene.send("settle note", person, f"{url}blik/", press=scene.rng.choice(presses))


async def lay_together(scene, person):
    """Lay some notes in a new pile, as the page of the wall shows them."""
    url = scene.room.wall_url
    if boxes := sorted(set(BOX.findall(await person.page(url, scene.rng.randrange(9))))):
        chosen = scene.rng.sample(boxes, min(len(boxes), 3))
        fields = {"key": uuid.uuid4(), "title": f"Stapel {scene.rng.randrange(10**6)}", "at": "new", "note": chosen}
        await scene.send("pile", person, f"{url}stapel/", **fields)


async def keep(scene, person):
    """Take a note or a pile along, or not."""
    url = scene.room.wall_url
    if presses := KEEP.findall(await person.page(url, scene.rng.randrange(9))):
        await scene.send("take along", person, f"{url}mee/", press=scene.rng.choice(presses))


async def pick_three(scene, person):
    """Pick a note of one's table, or take one off, as the phone shows it: only a table's, while people group notes."""
    url = scene.room.url
    if presses := PICK.findall(await person.page(url, scene.rng.randrange(9))):
        await scene.send("pick three", person, f"{url}briefje/kies/", press=scene.rng.choice(presses))


async def set_wall(scene, person):
    """Let notes go through without a glance, or empty the big screen; or not."""
    what, on, screen = scene.rng.choice(["vanzelf", "leeg"]), scene.rng.randrange(2), scene.room.screen
    if what == "leeg" and not screen.is_free:
        return
    told = [(screen, bool(on))] if what == "leeg" else ()
    await scene.send("set wall", person, f"{scene.room.wall_url}{what}/", told, on=on)


# Who brings what


async def bring(scene, person):
    """Say what one brings, private at first; sometimes others may read it."""
    room = scene.room
    if len(room.brought) >= MOST_NOTES:
        return
    words = scene.ledger.add_words(room.brought_url, Words(scene.mark("b"), "evening-brought-"))
    room.brought.append(words)
    fields = {
        "key": uuid.uuid4(),
        "step": room.bring_step,
        "kind": "time",
        "words": f"{words.text(words.next())} Tijd.",
    }
    url = f"{room.url}bijdrage/"
    sent = await scene.send("bring", person, url, [(words, 1)], **fields)
    if sent and scene.rng.random() < 0.5 and (found := MAY_SHOW.search(sent.words)):
        await scene.send("let others read it", person, f"{url}mijn/", press=found[1])


async def pass_on(scene, person):
    """Put what somebody brings on the screen, or off it, as the page shows it."""
    url = scene.room.brought_url
    if presses := PASS.findall(await person.page(url, scene.rng.randrange(9))):
        await scene.send("pass on", person, f"{url}knop/", press=scene.rng.choice(presses))


async def put_at_idea(scene, person):
    """Say at which idea belongs what somebody brings, as its page shows it."""
    url = scene.room.brought_url
    if found := sorted(set(IDEA_OF.findall(await person.page(url, scene.rng.randrange(9))))):
        pk = scene.rng.choice(found)
        await scene.send("idea of contribution", person, f"{url}{pk}/idee/", fill_in=True, subject=scene.an_idea())


# Choosing


async def open_choice(scene, person):
    """Open or close what people choose in the step now, show the result or hide it.

    What is closed can't be opened again: so it is closed once people chose and were counted.
    """
    url = scene.room.lead_url
    form = await person.form(url, scene.rng.randrange(9), f"{url}keuze/", "lead-choice-form")
    if form:
        is_chosen = all(scene.ledger.verbs[verb, Answer.ACKNOWLEDGED.value] for verb in ("pick", "count hands"))
        do = scene.rng.choice(["open", "open", "open", "show", "hide", *(["close"] if is_chosen else [])])
        await scene.send("choice", person, f"{url}keuze/", **form | {"do": do})


async def pick(scene, person):
    """Give an option some dots; refused unless people can choose now."""
    option, dots = scene.rng.choice(list(scene.room.dots)), scene.rng.randrange(3)
    mine = scene.room.dots[option].of[person.number]
    if mine.is_free:
        await scene.send("pick", person, f"{scene.room.url}kies/", [(mine, dots)], give=f"{option}-{dots}")


async def count_hands(scene, person):
    """Add hands at one option; refused unless people can choose now."""
    url, option, number = scene.room.count_url, scene.rng.choice(list(scene.room.dots)), scene.rng.randrange(1, 9)
    form = await person.form(url, scene.rng.randrange(9), id="count-form")
    if form:
        told = [(scene.room.dots[option].of[form["key"]], number)]
        await scene.send("count hands", person, url, told, **form | {f"number-{option}-0": number, "how": "hands"})


async def count_heads(scene, person):
    await scene.send("count heads", person, scene.room.count_url, heads=scene.rng.randrange(90))


async def ask_floor(scene, person):
    """Want to say something, or not after all: it stays until somebody takes it off."""
    await scene.send("ask floor", person, f"{scene.room.url}woord/", on=scene.rng.randrange(2))


async def give_floor(scene, person):
    """Take off who had the floor, as the page of who leads shows it."""
    if waiting := SPOKE.findall(await person.page(scene.room.lead_url, scene.rng.randrange(9))):
        await scene.send("give floor", person, f"{scene.room.lead_url}woord/", press=scene.rng.choice(waiting))


# Screens


async def ask_screen(scene, person):
    """Ask to be the big screen, as a computer: who leads sees it. At most five wait."""
    if scene.room.asked < MOST_SCREENS:
        scene.room.asked += 1
        await scene.send("ask screen", person, f"/{scene.slug}/live/scherm/", key=uuid.uuid4())


async def answer_screen(scene, person):
    """Let a screen in that asks, or refuse it, as the page of who leads shows it."""
    room = scene.room
    if asks := ASKS.findall(await person.page(room.lead_url, scene.rng.randrange(9))):
        do = scene.rng.choice(["yes", "no"])
        if await scene.send("answer screen", person, f"{room.screen_url}{scene.rng.choice(asks)}/", do=do):
            room.asked -= 1


# The door


async def close_and_open(scene, person):
    """Close the evening, and open it again: its pages to lead it are there only while it is open."""
    await scene.send("close evening", person, f"{scene.room.url}sluit/", (), True)
    until = asyncio.get_running_loop().time() + OPENS_IN  # also without an answer: perhaps it is closed
    while asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.3)
        if await scene.send("open evening", person, f"{scene.room.plan_url}open/"):
            return


VERBS = {
    lead: (5, LEADER),
    take_task: (2, None),
    walk_in: (3, None),
    change_step: (1, LEADER),
    write_note: (4, GUEST),
    group: (1, LEADER),
    pick_three: (4, GUEST),  # before a note is taken back
    type_note: (1, LEADER),
    take_note_back: (1, GUEST),
    settle: (4, LEADER),
    lay_together: (1, LEADER),
    keep: (1, LEADER),
    set_wall: (1, LEADER),
    bring: (2, GUEST),
    pass_on: (1, LEADER),
    put_at_idea: (1, LEADER),
    open_choice: (3, LEADER),
    pick: (4, GUEST),
    count_hands: (1, LEADER),
    count_heads: (1, LEADER),
    ask_floor: (2, GUEST),
    give_floor: (1, LEADER),
    ask_screen: (1, None),
    answer_screen: (1, LEADER),
    close_and_open: (0.2, LEADER),
}
