from django.urls import path

from ideas.views import export

urlpatterns = [
    path("ideeen.csv", export.idea_csv, name="idea_csv"),
]
