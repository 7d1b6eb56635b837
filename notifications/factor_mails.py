"""The mails about somebody's second factor: to that person only, whatever they chose about other mails."""

from django.urls import reverse

from accounts.factor import Letter
from accounts.models import User
from common.http import origin
from notifications.mail import mail_to


def write(user: User, letter: Letter) -> None:
    """Store the mail in the verb's transaction; the worker sends it."""
    context = {"letter": letter.value, "reader": user.name, "address": f"{origin()}{reverse('account')}"}
    mail = mail_to(user, "mail/factor.txt", context)
    if mail:
        mail.save()
