"""The URLs. Paths are Dutch, names are English."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("notifications.urls")),
    path("", include("front.urls")),
    path("<slug:lab_slug>/", include("labs.urls")),
    path("<slug:lab_slug>/", include("ideas.urls")),
    path("<slug:lab_slug>/", include("places.urls")),
    path("<slug:lab_slug>/", include("challenges.urls")),
    path("<slug:lab_slug>/", include("answers.urls")),
    path("<slug:lab_slug>/", include("events.urls")),
    path("<slug:lab_slug>/", include("evenings.urls")),
    path("<slug:lab_slug>/", include("moderation.urls")),
]
if settings.DEBUG:
    urlpatterns.insert(0, path("ontwikkel/", include("accounts.dev_urls")))

handler400 = "front.errors.bad_request"
handler403 = "front.errors.forbidden"
handler404 = "front.errors.not_found"
handler500 = "front.errors.server_error"
