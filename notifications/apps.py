from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from common.chores import EVERY_DAY, EVERY_MINUTE
        from notifications import chores, old_tasks

        EVERY_MINUTE.join(self.name, old_tasks.take_over)
        EVERY_DAY.join(self.name, chores.forget_mails, chores.drop_old_notices)
