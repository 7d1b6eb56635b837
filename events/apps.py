from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from events import acts, names
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
        MORE.join(self.name, meetings)
        SHOWN_IN.join(self.name, show_tables)
        USED_BY.join(self.name, Coming)
