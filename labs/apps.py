from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self) -> None:
        from accounts.offices import BADGES, LABS
        from labs import acts, names

        names.register()
        acts.register()
        if names.of_badges not in BADGES:
            BADGES.append(names.of_badges)
            LABS.append(names.of_labs)
