from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from accounts.offices import BADGES, LABS
        from labs import acts, names
        from realtime.names import SPOTS

        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        BADGES.join(self.name, names.of_badges)
        LABS.join(self.name, names.of_labs)
