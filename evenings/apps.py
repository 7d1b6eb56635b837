from django.apps import AppConfig


class EveningsConfig(AppConfig):
    name = "evenings"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from common.chores import EVERY_DAY, EVERY_MINUTE
        from evenings import acts, chores
        from evenings.topics import (
            ConsoleTopic,
            EveningTopic,
            Helpers,
            HelpersTopic,
            Participants,
            TasksTopic,
            WallTopic,
        )
        from events.page import TOOLS
        from realtime.tickets import KINDS
        from realtime.topics import TOPICS

        ACTS.join(self.name, *acts.WORDS)
        TOOLS.join(self.name, "evenings/_prepare.html")
        TOPICS.join(self.name, EveningTopic(), ConsoleTopic(), TasksTopic(), HelpersTopic(), WallTopic())
        KINDS.join(self.name, Participants(), Helpers())
        EVERY_MINUTE.join(self.name, chores.close_forgotten, chores.forget_screens)
        EVERY_DAY.join(self.name, chores.erase_participants)
