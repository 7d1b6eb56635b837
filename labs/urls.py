"""All URLs of /<lab>/ about the lab itself, and the uploads of photos for anything in it."""

from django.urls import path

from labs.views import hearing, pages, pauses, photos, roles, texts, villages

urlpatterns = [
    path("ideeen/nieuw/foto/", photos.upload, name="upload"),  # for places too, which were added later
    path("ideeen/nieuw/foto/<uuid:token>/", photos.upload_photo, name="upload_photo"),
    path("op-de-hoogte/", hearing.lab_keep_posted, name="lab_hearing"),
    path("op-de-hoogte/stop/", hearing.lab_stop_posting, name="lab_hearing_stop"),
    path("mensen/", pages.people, name="lab_people"),
    path("mensen/tijdelijk-niet/", pauses.pause_list, name="lab_pauses"),
    path("mensen/<int:pk>/tijdelijk-niet/", pauses.pause_person, name="lab_pause"),
    path("mensen/<int:pk>/weer-meedoen/", pauses.end_pause, name="lab_pause_end"),
    path("zo-werken-wij/", pages.charter, name="lab_charter"),
    path("huisregels/", pages.house_rules, name="lab_rules"),
    path("toegankelijkheid/", pages.accessibility, name="lab_accessibility"),
    path("privacy/", pages.privacy, name="lab_privacy"),
    path("beheer/", pages.manage, name="lab_manage"),
    path("beheer/rollen/", roles.role_list, name="lab_roles"),
    path("beheer/rollen/geven/", roles.give_role, name="lab_role_give"),
    path("beheer/rollen/slot/<int:pk>/", roles.reset_factor, name="lab_factor_reset"),
    path("beheer/rollen/<int:pk>/", roles.take_role, name="lab_role_take"),
    path("beheer/teksten/", texts.change_texts, name="lab_texts"),
    path("beheer/dorpen/", villages.village_list, name="lab_villages"),
    path("beheer/dorpen/<int:pk>/", villages.rename_village, name="lab_village"),
    path("beheer/dorpen/<int:pk>/weg/", villages.remove_village, name="lab_village_remove"),
]
