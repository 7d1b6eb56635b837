from django.apps import AppConfig


class EveningsConfig(AppConfig):
    name = "evenings"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from common.chores import EVERY_DAY, EVERY_MINUTE, EVERY_TWO_SECONDS
        from evenings import acts, chores, mails, news
        from evenings.models.outcome import show_when_turned
        from evenings.reporting import online_of
        from evenings.topics import (
            BroughtTopic,
            ConsoleTopic,
            EveningTopic,
            Helpers,
            HelpersTopic,
            Participants,
            TasksTopic,
            WallTopic,
            outcomes_of,
        )
        from events.models.hidden import TURNED
        from events.page import CAME_OF_IT, REPORTS, TOOLS
        from ideas.page import BELOW_STORY, UNDER_AUTHOR
        from ideas.topics import MORE
        from notifications.notices import KINDS as NOTICES
        from notifications.subjects import SUBJECTS
        from realtime.tickets import KINDS
        from realtime.topics import TOPICS

        ACTS.join(self.name, *acts.WORDS)
        TOOLS.join(self.name, "evenings/_prepare.html")
        CAME_OF_IT.join(self.name, "evenings/_report_link.html")
        REPORTS.join(self.name, online_of)
        TOPICS.join(
            self.name, EveningTopic(), ConsoleTopic(), TasksTopic(), HelpersTopic(), WallTopic(), BroughtTopic()
        )
        KINDS.join(self.name, Participants(), Helpers())
        NOTICES.join(self.name, *mails.KINDS)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        EVERY_TWO_SECONDS.join(self.name, chores.pretend)
        EVERY_MINUTE.join(self.name, chores.close_forgotten, chores.forget_screens, chores.ask_again)
        EVERY_DAY.join(self.name, chores.erase_participants)
        UNDER_AUTHOR.join(self.name, "evenings/_came_up.html")
        BELOW_STORY.join(self.name, "evenings/_from_evening.html")
        MORE.join(self.name, outcomes_of)
        TURNED.join(self.name, show_when_turned)
