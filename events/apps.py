from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from events.acts import register as register_acts
        from events.models import Coming
        from events.models.place import places_in
        from events.models.table import show_tables
        from events.models.use import USED_BY
        from events.names import register as register_names
        from events.topics import GatheringTopic, PlaceTopic, meetings
        from ideas.models.idea import SHOWN_IN
        from ideas.topics import MORE
        from labs.models.lab import IN_A_VILLAGE
        from realtime.topics import register

        register(GatheringTopic())
        register(PlaceTopic())
        register_names()
        register_acts()
        if meetings not in MORE:
            MORE.append(meetings)
        if show_tables not in SHOWN_IN:
            SHOWN_IN.append(show_tables)
        if places_in not in IN_A_VILLAGE:
            IN_A_VILLAGE.append(places_in)
        if Coming not in USED_BY:
            USED_BY.append(Coming)
