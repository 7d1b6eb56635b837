from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from accounts.factor import TELL
        from common.chores import EVERY_DAY, EVERY_MINUTE
        from common.head import BESIDE_NAME, Beside
        from notifications import acts, chores, factor_mails, old_tasks
        from notifications.beside_name import counter
        from notifications.topics import InboxTopic
        from realtime.topics import TOPICS

        TELL.join(self.name, factor_mails.write)
        TOPICS.join(self.name, InboxTopic())
        BESIDE_NAME.join(self.name, Beside("inbox", "notifications/_bell.html", counter))
        ACTS.join(self.name, *acts.WORDS)
        EVERY_MINUTE.join(self.name, old_tasks.take_over)
        EVERY_DAY.join(self.name, chores.forget_mails, chores.drop_old_notices, chores.forget_news)
