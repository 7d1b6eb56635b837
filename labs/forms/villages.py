"""The villages and neighbourhoods of a lab."""

from django.utils.translation import gettext_lazy as _

from labs.forms.fields import Form, NameField


class VillageForm(Form):
    name = NameField(label=_("Name of the village or neighbourhood"), max_length=80)

    def say_taken(self) -> None:
        self.add_error("name", _("This name is already in the list."))
