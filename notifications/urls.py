from django.urls import path

from notifications import views

urlpatterns = [
    path("van-mij/nieuw/", views.news, name="news"),
    path("van-mij/nieuw/gelezen/", views.news_read, name="news_read"),
]
