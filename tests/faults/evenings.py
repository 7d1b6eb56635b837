"""What people do in a live evening that open pages must show: lead it, walk in, help, change its plan."""

import uuid

from tests.faults.scene import LEADER

DOES = ["go", "go", "go", "back", "start", "pause", "more", "shorten"]


async def lead(scene, person):
    """Press a button on the page of who leads, as that page shows it."""
    room = scene.room
    do = "go" if room.step.possible == {0} else scene.rng.choice(DOES)  # at the walk-in the others do nothing
    form = await person.form(room.lead_url, scene.rng.randrange(9))
    if form is None:
        return
    told = []
    if do in ("go", "back"):
        step = int(form["to" if do == "go" else "back"])
        if do == "go" and not step:
            return
        told = [(room.step, room.steps.index(step) + 1 if step else 0)]
    await scene.send("lead", person, room.lead_url, told, **form | {"do": do})


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


VERBS = {
    lead: (8, LEADER),
    take_task: (2, None),
    walk_in: (3, None),
    change_step: (2, LEADER),
}
