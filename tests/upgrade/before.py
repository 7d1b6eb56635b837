"""Fill a database at BEFORE_THE_ROOMS, with code of then: the demo, 10,000 ideas, and what both leave empty."""

from django.core.management import call_command
from django.test import Client
from ideas.models.moderation import hide, restore

from accounts.models import SignInCode, User
from events.models import Gathering, PersonalCalendar
from front.erasure import erase
from ideas.models import Comment, Idea, Upload
from labs.models import Lab, Membership

call_command("migrate", verbosity=0)
call_command("demo")
call_command("demo", ideas=10_000, ballots=500)
lab = Lab.objects.get(slug="horst-aan-de-maas")
admin, moderator = (
    Membership.objects.filter(lab=lab, roles__kind=kind).first() for kind in ("lab_admin", "moderator")
)
by_somebody = {"is_hidden": False, "author__isnull": False}
idea = Idea.objects.filter(lab=lab, **by_somebody).first()
comment = Comment.objects.filter(idea__lab=lab, removed_at=None, **by_somebody).first()

for thing in (idea, comment):
    hide(thing, moderator, "spam", "Dit stond er al.")
    restore(thing, moderator, "Toch niet: het gaat over een andere plek.")
hide(comment, moderator, "off_topic", "Dit hoort bij een ander idee.")

texts = {"intro": "Een inleiding → met een pijl.", "maker_word": "", "contact_name": "Bea", "charter": "Lang. " * 400}
lab.change_texts(admin, **texts)
lab.change_theme(admin, "utrecht")
village = lab.add_village(admin, "Nieuwdorp")
village.rename(admin, "Nieuwstad")
village.remove(admin)

for name in ("Gaat weg", "LISA!", "Wil1em", ""):
    user = User.objects.create_user(f"{name[:4].lower().replace(' ', '')}-@example.org", name)
    member = Membership.objects.create(lab=lab, user=user)
    role = member.give_role("civil_servant", "team Groen: en blauw", admin, "Wil dat doen.")
    member.take_role(role, admin, "Doet iets anders.")
    if name == "Gaat weg":
        erase(user, keep_words=True)
PersonalCalendar.objects.create(user=admin.user, edition=3)
Client().force_login(admin.user)
Upload.keep(b"a picture")

gathering = Gathering.objects.filter(lab=lab, state="published").exclude(attendances=None).first()
gathering.cancel("Het stormt.", admin)  # mails with a calendar wait for the worker
guest = {"gathering": gathering.pk, "seats": 2, "name": "Tinus"}
SignInCode.ask("gast@example.org", guest, "").new_code()
SignInCode.ask("lid@example.org", None, "/").new_code()
SignInCode.ask("ander@example.org", {"path": "/agenda/"}, "/agenda/").new_code()
