from django.apps import AppConfig


class StadslabConfig(AppConfig):
    name = "stadslab"

    def ready(self) -> None:
        from common.chores import EVERY_DAY
        from stadslab import chores

        EVERY_DAY.join(self.name, chores.tidy_up)
