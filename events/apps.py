from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from common.chores import EVERY_MINUTE
        from common.page_cache import DEAR, KEPT
        from events import acts, chores, names
        from events.models import Coming
        from events.models.table import show_tables
        from events.topics import GatheringTopic, meetings
        from ideas.models.idea import SHOWN_IN
        from ideas.topics import MORE
        from places.models import USED_BY
        from realtime.names import SPOTS
        from realtime.topics import TOPICS

        TOPICS.join(self.name, GatheringTopic())
        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        EVERY_MINUTE.join(self.name, chores.erase_old_details)
        KEPT.join(self.name, "gathering_list", "gathering_detail", "gathering_poster", "gathering_ics", "lab_ics")
        DEAR.join(self.name, "gathering_poster", "gathering_ics", "lab_ics")
        MORE.join(self.name, meetings)
        SHOWN_IN.join(self.name, show_tables)
        USED_BY.join(self.name, Coming)
