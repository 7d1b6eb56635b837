from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events.topics import GatheringTopic, PlaceTopic, meetings
        from ideas.topics import MORE
        from realtime.topics import register

        register(GatheringTopic())
        register(PlaceTopic())
        if meetings not in MORE:
            MORE.append(meetings)
