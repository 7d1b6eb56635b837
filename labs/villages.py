"""The villages that we ship, with name, code and outline: CBS/Kadaster, CC BY 4.0, see data/SOURCE.md."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from labs.models import Lab, Neighbourhood

FILE = Path(__file__).parent / "data" / "villages.json"


@cache
def known() -> dict[str, list[dict[str, Any]]]:
    """Return the villages that we ship, by the name of the municipality."""
    return json.loads(FILE.read_text())


@transaction.atomic
def load(lab: Lab, municipality_name: str) -> int:
    """Add the villages of this municipality to `lab`, and return how many are new.

    A second call does nothing. A renamed village keeps its name; one that was typed by hand gets its outline. Raises
    KeyError for a municipality that we don't have.
    """
    villages = known()[municipality_name]
    lab.hold()
    here = lab.neighbourhoods.all()
    codes, by_name = {village.code for village in here}, {village.name: village for village in here}
    wanted = [village for village in villages if village["code"] not in codes]
    for village in wanted:
        if village["name"] in by_name:
            here.filter(name=village["name"]).update(code=village["code"], outline=village["outline"])
    fresh = [Neighbourhood(lab=lab, **village) for village in wanted if village["name"] not in by_name]
    if wanted:
        lab.villages_changed()
    return len(Neighbourhood.objects.bulk_create(fresh))
