from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from common.chores import EVERY_TWO_SECONDS
        from realtime import names

        EVERY_TWO_SECONDS.join(self.name, names.bring)
