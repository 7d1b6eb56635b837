"""What those who run a lab fill in. Errors say what to do; what was typed stays."""

import hashlib
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.functional import lazystr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User, name_key
from accounts.names import composed, has_piled_marks
from common.fields import field_of, with_value
from common.preferences import THEMES
from common.unseen import seen_only
from labs.models import Lab, Membership, RoleKind
from labs.people import EXPLAINED, kind_words

LOOK_ALIKES = 5
LABELLED = (RoleKind.CIVIL_SERVANT, RoleKind.BODY)
begins_well = RegexValidator(r"^'?[^\W\d_]", _("Use letters only. Begin with a letter."))
THEME_WORDS = {"stadslab": _("Stadslab: warm paper, yellow"), "maaslicht": _("Maaslicht: light blue, purple")}


class Form(forms.Form):
    use_required_attribute = False  # an empty field is no mistake before it was sent


class NameField(forms.CharField):
    """What something is called, read as it was typed: as the names of people, but it may be an office."""

    def clean(self, value: Any) -> str:
        name = composed(super().clean(value))
        if has_piled_marks(name):
            raise forms.ValidationError(gettext("Choose a name with plain letters."))
        return name


class FindForm(Form):
    wie = forms.CharField(
        max_length=60, required=False, widget=forms.TextInput({"class": "utrecht-textbox utrecht-textbox--html-input"})
    )


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("One sentence. It is kept in the log of this lab."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_reason(self) -> str:
        return seen_only(self.cleaned_data["reason"])


class GiveRoleForm(ReasonForm):
    """Who it is for is someone who took part here, by the name they show, or anyone by their exact mail address."""

    who = forms.CharField(
        label=_("Who?"), help_text=_("The name they use here, or their full email address."), max_length=254
    )
    kind = forms.ChoiceField(
        label=_("Which role?"), widget=forms.RadioSelect, error_messages={"required": _("Choose a role.")}
    )
    label = NameField(
        label=_("Which team, council, association or company?"),
        help_text=_(
            "Needed for a body: its name, such as dorpsraad Lottum. "
            "For a civil servant it can be the team, such as team Groen. Leave it empty for other roles."
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
        elif kind and label and kind not in LABELLED:
            self.add_error("label", _("Leave this empty. It is only for a civil servant or a body."))
        return cleaned

    def person_here(self) -> Membership:
        """The person's membership; a role makes one."""
        return Membership.objects.join(self.lab, self.cleaned_data["who"])

    def role(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("kind", "label", "reason")}


class TextsForm(forms.ModelForm):
    """Everything a lab says about itself. `seen` is a fingerprint of what the form started from."""

    use_required_attribute = False

    theme = forms.ChoiceField(
        label=_("Which colours?"),
        help_text=_("It belongs to the municipality: all its labs change with it."),
        choices=[(theme, THEME_WORDS[theme]) for theme in THEMES],
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = Lab
        fields = [
            "name", "lab_word", "maker_word", "intro", "contact_name", "contact_phone", "contact_hours", "charter",
            "house_rules", "privacy", "accessibility",
        ]  # fmt: skip
        labels = {
            "name": _("Name of the lab"),
            "lab_word": _("What do you call the lab?"),
            "maker_word": _("What do you call the people who make it?"),
            "intro": _("What is this lab?"),
            "contact_name": _("Who can people call?"),
            "contact_phone": _("Phone number"),
            "contact_hours": _("When?"),
            "charter": _("How we work"),
            "house_rules": _("House rules"),
            "privacy": _("Privacy"),
            "accessibility": _("Accessibility"),
        }
        help_texts = {
            "lab_word": _("For example: stadslab, dorpslab."),
            "maker_word": _("For example: stadmaker, dorpsmaker."),
            "intro": _("Two or three sentences, at the top of the home page. Leave empty to use our words."),
            "contact_hours": _("For example: Tuesday and Thursday from 13 to 21."),
            "charter": _("An empty line begins a new paragraph. Leave empty to use our words."),
            "house_rules": _("One rule on each line. Leave empty to use our words."),
            "privacy": _("Leave empty to use our words."),
            "accessibility": _("Leave empty to use our words."),
        }

    def __init__(self, data: QueryDict | None = None, *, lab: Lab) -> None:
        self.now = fingerprint(lab)
        started_from = {"theme": lab.municipality.theme, "seen": self.now}
        super().__init__(data, instance=Lab.objects.get(pk=lab.pk) if data else lab, initial=started_from)
        for name in ("lab_word", "maker_word"):
            self.fields[name].validators.append(begins_well)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("seen") and cleaned["seen"] != self.now:
            self.data = with_value(self.data, "seen", self.now)  # who sends it again has been told
            raise forms.ValidationError(
                _(
                    "These texts were changed in the meantime, perhaps in another tab. "
                    "Your words are still here: save again to use them."
                )
            )
        return cleaned

    def texts(self) -> dict[str, str]:
        return {name: seen_only(self.cleaned_data[name]).replace("\r\n", "\n") for name in self.Meta.fields}


def fingerprint(lab: Lab) -> str:
    """Tells two states of a lab's texts and house style apart."""
    state = [getattr(lab, name) for name in TextsForm.Meta.fields] + [lab.municipality.theme]
    return hashlib.sha256("\0".join(state).encode(errors="replace")).hexdigest()


class VillageForm(Form):
    name = NameField(label=_("Name of the village or neighbourhood"), max_length=80)

    def say_taken(self) -> None:
        self.add_error("name", _("This name is already in the list."))
