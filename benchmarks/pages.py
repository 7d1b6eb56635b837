"""What pages cost: the list of 700 ideas beside one of 25, an idea, the lab's home, and an empty view (SQLite).

CPU milliseconds of this process, the median of many requests through all middleware, templates kept as in real use.
"""

import gc
import os
import secrets
import statistics
import tempfile
import time
from pathlib import Path

ROUNDS, LIMIT = 25, 1.2
MOST_QUERIES = {"list": 10, "idea": 15}


def cpu_of(client, address: str) -> float:
    """In milliseconds."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    response = client.get(address)
    spent = time.process_time() - began
    gc.enable()
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return spent * 1000


def queries_of(client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def measure(client, addresses: dict[str, str]) -> dict[str, tuple[float, int]]:
    """All addresses in turn, so that whatever else the machine does meets them alike."""
    times = {name: [] for name in addresses}
    for number in range(ROUNDS + 3):
        for name, address in addresses.items():
            spent = cpu_of(client, address)
            if number >= 3:
                times[name].append(spent)
    return {name: (statistics.median(times[name]), queries_of(client, addresses[name])) for name in addresses}


def addresses() -> dict[str, str]:
    from ideas.models import Idea
    from labs.models import Lab

    found = {"empty view": "/leeg/"}
    for size in (25, 700):
        lab = Lab.objects.get(slug=f"lab-{size}")
        idea = Idea.objects.filter(lab=lab, comment_count__gt=0, source="").first()
        found |= {f"home, {size}": f"/lab-{size}/", f"list, {size}": f"/lab-{size}/ideeen/"}
        found[f"idea, {size}"] = idea.get_absolute_url()
    found["list, page 5"] = "/lab-700/ideeen/?pagina=5"
    found["list, searched"] = "/lab-700/ideeen/?q=pluktuin"
    return found


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client, override_settings

    from accounts.models import User
    from front.demo import large

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    for size in (25, 700):
        large.build(size, 200, slug=f"lab-{size}")
    failed = []
    with override_settings(ROOT_URLCONF="benchmarks.pages_urls"):
        for who in ("signed out", "signed in"):
            client = Client(SERVER_NAME="localhost")
            if who == "signed in":
                client.force_login(User.objects.get(email="noor-van-de-dijk@voorbeeld.invalid"))
            found = measure(client, addresses())
            print(f"{who}\n" + "\n".join(f"  {n:14} {cpu:7.2f} ms  {q:3} queries" for n, (cpu, q) in found.items()))
            times = found["list, 700"][0] / found["list, 25"][0]
            print(f"  a list of 700 takes {times:.2f} × a list of 25 (limit {LIMIT})")
            failed += [f"{who}: {times:.2f} ×"] * (times > LIMIT)
            for name, (_cpu, queries) in found.items():
                most = MOST_QUERIES.get(name.split(",")[0], 99)
                failed += [f"{who}: {name}: {queries} queries"] * (queries > most)
    if failed:
        raise SystemExit("pages: FAILED: " + "; ".join(failed))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {
            "DEBUG": "0",
            "VAR_DIR": name,
            "DATABASE_URL": f"sqlite:///{Path(name, 'bench.sqlite3')}",
            "DJANGO_SECRET_KEY": secrets.token_urlsafe(40),
            "PUBLIC_ORIGIN": "http://localhost",
            "MAIL_URL": "smtp://localhost",
            "DJANGO_SETTINGS_MODULE": "stadslab.settings",
        }
        os.environ.pop("REDIS_URL", None)
        main()
