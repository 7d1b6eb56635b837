"""Descriptions of acts in a lab, shown to somebody who comes back from sign-in."""

from django.utils.translation import gettext_lazy as _

from accounts import acts

RUN = {
    "lab_role_give": _("Give someone a role in a lab"),
    "lab_role_take": _("Take a role in a lab from someone"),
    "lab_hearing": _("Be kept posted on a lab"),
    "lab_hearing_stop": _("Stop hearing of a lab"),
    "lab_factor_reset": _("Take the extra lock of someone away"),
    "lab_pause": _("Let someone not take part for some days"),
    "lab_pause_end": _("Let someone take part again"),
    "lab_texts": _("Change the texts of a lab"),
    **dict.fromkeys(["lab_villages", "lab_village", "lab_village_remove"], _("Change the villages of a lab")),
}
WORDS = acts.words(RUN)
