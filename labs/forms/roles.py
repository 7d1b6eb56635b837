"""The forms to give a role, with a reason. Errors say what to do; the typed values stay."""

from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User, name_key
from common.fields import WordsField, field_of
from labs.forms.fields import Form, NameField
from labs.models import Lab, Membership, RoleKind
from labs.people import EXPLAINED, kind_words

LOOK_ALIKES = 5
LABELLED = (RoleKind.CIVIL_SERVANT, RoleKind.BODY)


class FindForm(Form):
    wie = forms.CharField(
        max_length=60, required=False, widget=forms.TextInput({"class": "utrecht-textbox utrecht-textbox--html-input"})
    )


class ReasonForm(Form):
    reason = WordsField(
        rows=2,
        seen=500,
        label=_("Why?"),
        help_text=_("One sentence. It is kept in the log of this lab."),
        error_messages={"required": _("Write in one or two sentences why.")},
    )


class GiveRoleForm(ReasonForm):
    """`who` is somebody who took part here, by the shown name, or anybody by the exact mail address."""

    who = forms.CharField(
        label=_("Who?"), help_text=_("The name they use here, or their full email address."), max_length=254
    )
    kind = forms.ChoiceField(
        label=_("Which role?"),
        choices=RoleKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    label = NameField(
        label=_("Which team, council, association or company?"),
        help_text=_(
            "Needed for a body: its name, such as dorpsraad Lottum. "
            "For a civil servant it can be the team, such as team Groen."
        ),
        max_length=60,
        required=False,
    )
    field_order = ["who", "kind", "label", "reason"]

    def __init__(self, lab: Lab, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lab = lab
        field_of(self, "kind", forms.ChoiceField).choices = [
            (str(kind), lazystr(f"{kind_words(kind, lab)}")) for kind in EXPLAINED if kind != RoleKind.RESIDENT
        ]

    def clean_who(self) -> User:
        who: str = self.cleaned_data["who"]
        user = User.objects.by_mail(who) if "@" in who else self.by_name(who)
        if user and user.is_active:
            return user
        raise forms.ValidationError(self.not_found(who))

    def by_name(self, name: str) -> User | None:
        member = Membership.objects.filter(lab=self.lab, user__name_key=name_key(name)).select_related("user").first()
        return member.user if member else None

    def not_found(self, who: str) -> str:
        if "@" in who:
            return gettext("Nobody with this address has signed in yet. Ask them to do that once.")
        alike = Membership.objects.filter(lab=self.lab).called(name_key(who))[:LOOK_ALIKES]
        if alike:
            names = ", ".join(member.name for member in alike)
            return gettext("Nobody has exactly this name. Do you mean one of these: %(names)s?") % {"names": names}
        return gettext("Nobody who took part here has this name. You can also fill in their email address.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, label = cleaned.get("kind"), cleaned.get("label")
        if kind == RoleKind.BODY and not label:
            self.add_error("label", _("Say who they speak for."))
        elif kind and kind not in LABELLED:  # the page hides the field then
            cleaned["label"] = ""
            self.errors.pop("label", None)
        return cleaned

    def person_here(self) -> Membership:
        """Return the membership of the chosen person. Creates one for a person who never took part in this lab."""
        return Membership.objects.join(self.lab, self.cleaned_data["who"])

    def role(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("kind", "label", "reason")}
