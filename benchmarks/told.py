"""Tell 10,000 supporters of an idea its answer, on their page and by mail; the reference is ten supporters.

SQLite, one worker, and a mail server that takes everything at once.
"""

import os
import tempfile
import time

MANY, FEW = 10_000, 10
MOST_SECONDS = 600
MOST_TIMES = 2  # the verb, for a thousand times as many people
TIMES = 9  # that the verb is done; the quickest counts


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    call_command("migrate", verbosity=0)
    figures = {number: figures_of(number) for number in (FEW, MANY)}
    if figures[MANY][1] > MOST_SECONDS or figures[MANY][0] > MOST_TIMES * figures[FEW][0]:
        raise SystemExit("told: FAILED")


def figures_of(number):
    """Return the seconds of the verb, and until everybody was told and mailed. Print them."""
    from notifications.collecting import collect_next
    from notifications.models import Inbox, Notification, OutgoingMail
    from notifications.sending import send_next
    from notifications.working_off import work_off_next

    idea, fleur = idea_with(number)
    verb = min(seconds_to_give(asked(idea, fleur), fleur) for _time in range(TIMES))
    answer = asked(idea, fleur)
    while work_off_next():
        pass
    Notification.objects.all().delete()
    OutgoingMail.objects.all().delete()
    Inbox.objects.update(mailed_at=None)
    seconds_to_give(answer, fleur)
    longest, began, is_left = 0.0, time.perf_counter(), True
    while is_left:
        batch = time.perf_counter()
        is_left = work_off_next()
        longest = max(longest, time.perf_counter() - batch)
    took, told = time.perf_counter() - began, Notification.objects.count()
    words = f"the verb {1000 * verb:5.1f} ms, told in {took:6.2f} s, longest batch {1000 * longest:4.0f} ms"
    print(f"{number:6,} supporters: {words}, {told:,} told")
    collecting = time.perf_counter()
    while collect_next():
        pass
    sending = time.perf_counter()
    while send_next():
        pass
    sent, now = OutgoingMail.objects.filter(state="sent").count(), time.perf_counter()
    each = 1000 * (now - sending) / max(sent, 1)
    words = f"mails made in {sending - collecting:6.2f} s, {sent:,} sent in {now - sending:6.2f} s"
    print(f"{'':18} {words}, {each:.1f} ms each")
    if told != number + 1 or sent != number + 1:
        raise SystemExit("told: FAILED, somebody was left out or told twice")
    took += now - collecting
    OutgoingMail.objects.all().delete()
    Notification.objects.all().delete()
    return verb, took


def asked(idea, by):
    from answers.models.answer import ask

    return ask(idea, by, by.voices()[-1], "Anna wil het weten.").thing


def seconds_to_give(answer, by):
    words = {"day": None, "to": "", "words": "We leggen het pad aan.", "next_step": "", "contact": "Fleur"}
    began = time.perf_counter()
    answer.give(by, by.voices()[-1], kind="yes", **words)
    return time.perf_counter() - began


def idea_with(number):
    """Return an idea with so many supporters, in a lab of its own, and who answers it."""
    from accounts.models import User
    from ideas.models import Idea, Support
    from labs.models import Membership
    from notifications.models import Inbox, Wish
    from tests.factories import make_idea, make_lab, make_member

    lab = make_lab(f"lab-{number}")
    anna, fleur = make_member(lab, f"Anna{number}"), make_member(lab, f"Fleur{number}", "civil_servant")
    idea = make_idea(anna)
    names = [f"buur{number}-{one}" for one in range(number)]
    users = User.objects.bulk_create(
        User(email=f"{name}@example.org", mailbox=f"{name}@example.org", name=name, name_key=name, name_look=name)
        for name in names
    )
    wanting = [anna.user, *users]
    Inbox.objects.bulk_create(Inbox(user=user) for user in wanting)
    Wish.objects.bulk_create(Wish(inbox_id=user.pk, group="ideas", mail="now") for user in wanting)
    members = Membership.objects.bulk_create(Membership(lab=lab, user=user) for user in users)
    Support.objects.bulk_create(Support(idea=idea, person=member) for member in members)
    Idea.objects.filter(pk=idea.pk).update(support_count=number)
    return idea, fleur


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {"DEBUG": "1", "VAR_DIR": name, "DATABASE_URL": f"sqlite:///{name}/bench.sqlite3"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "stadslab.settings"
        main()
