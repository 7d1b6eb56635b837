from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "places"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from common.page_cache import KEPT
        from labs.models.lab import IN_A_VILLAGE
        from places import acts, names
        from places.models import places_in
        from places.topics import PlaceTopic
        from realtime.names import SPOTS
        from realtime.topics import TOPICS

        TOPICS.join(self.name, PlaceTopic())
        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        KEPT.join(self.name, "place_list", "place_detail")
        IN_A_VILLAGE.join(self.name, places_in)
