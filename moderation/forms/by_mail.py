"""The form to report something without an account. A mailbox is proven before the report counts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.signing_in import MailForm
from moderation.forms.reporting import ReportForm


class MailReportForm(ReportForm, MailForm):
    """What article 16 of the Digital Services Act asks of a notice, and no more: no name."""

    truly = forms.BooleanField(
        label=_("I think that what I write here is right and complete"),
        error_messages={
            "required": _("Tick this if you think so. Are you not sure? Then write what you are not sure of.")
        },
    )
    field_order = ["reason", "words", "email", "truly"]

    def __init__(self, *args: object, is_of_idea: bool, **options: object) -> None:
        super().__init__(*args, is_of_idea=is_of_idea, **options)
        words, email = self.fields["words"], self.fields["email"]
        words.required, words.label = True, _("What is wrong with it, and why?")
        words.help_text = _("One or two sentences are enough.")
        words.error_messages["required"] = _("Explain in one or two sentences.")
        email.help_text = _("For your code, and to tell you what we did. The writer never sees it.")
