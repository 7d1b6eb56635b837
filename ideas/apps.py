from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from common.chores import EVERY_DAY, EVERY_MINUTE
        from common.page_cache import DEAR, KEPT
        from ideas import acts, chores, mails, names, news
        from ideas.models import hidden
        from ideas.models.idea import ideas_in
        from ideas.topics import IdeaTopic
        from labs.models.lab import IN_A_VILLAGE
        from labs.posted import POSTED
        from notifications.notices import KINDS
        from notifications.subjects import SUBJECTS
        from realtime.names import SPOTS
        from realtime.topics import TOPICS

        TOPICS.join(self.name, IdeaTopic())
        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        KINDS.join(self.name, *mails.KINDS)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        POSTED.join(self.name, news.POSTED)
        EVERY_MINUTE.join(self.name, chores.show_lateness, chores.show_what_waited)
        EVERY_DAY.join(self.name, chores.renew_spelling)
        KEPT.join(self.name, "idea_list", "idea_alike", "idea_detail", "idea_poster", "idea_share")
        DEAR.join(self.name, "idea_poster", "idea_share")
        IN_A_VILLAGE.join(self.name, ideas_in)
        hidden.IN_LIST.join(self.name, *hidden.KINDS)
