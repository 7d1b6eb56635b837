from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from common.chores import EVERY_MINUTE
        from notifications import chores

        EVERY_MINUTE.join(self.name, chores.try_again)
