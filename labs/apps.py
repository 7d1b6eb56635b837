from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from accounts.around import STAY
        from accounts.devices import STAFF
        from accounts.models.user import NAME_CHOSEN
        from accounts.offices import BADGES, LABS
        from audit.hidden import HIDDEN_NAMES
        from common.head import ABOVE_PAGE
        from common.page_cache import KEPT
        from labs import acts, decorators, mails, names
        from labs.models import hidden_name, people
        from labs.posted import POSTED
        from notifications.messages import UNSAID
        from notifications.notices import KINDS
        from notifications.subjects import SUBJECTS
        from realtime.names import SPOTS

        KINDS.join(self.name, *mails.KINDS)
        SUBJECTS.join(self.name, *mails.SUBJECTS)
        POSTED.join(self.name, mails.POSTED)
        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        KEPT.join(self.name, "lab_people", "lab_charter", "lab_rules", "lab_accessibility", "lab_privacy")
        ABOVE_PAGE.join(self.name, "labs/_factor_banner.html", "labs/_pause_banner.html")
        STAY.join(self.name, decorators.stay)
        STAFF.join(self.name, people.staff)
        NAME_CHOSEN.join(self.name, hidden_name.name_chosen)
        HIDDEN_NAMES.join(self.name, names.hidden_in_log)
        UNSAID.join(self.name, names.unsaid)
        BADGES.join(self.name, names.of_badges)
        LABS.join(self.name, names.of_labs)
