from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "places"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from common.page_cache import KEPT
        from labs.models.lab import IN_A_VILLAGE
        from labs.posted import POSTED
        from notifications.notices import KINDS
        from notifications.subjects import SUBJECTS
        from places import acts, mails, names, news
        from places.models import places_in
        from places.topics import PlaceTopic
        from realtime.names import SPOTS
        from realtime.topics import TOPICS

        TOPICS.join(self.name, PlaceTopic())
        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        KINDS.join(self.name, *mails.KINDS)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        POSTED.join(self.name, news.POSTED)
        KEPT.join(self.name, "place_list", "place_detail")
        IN_A_VILLAGE.join(self.name, places_in)
