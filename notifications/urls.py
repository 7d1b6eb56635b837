from django.urls import path

from notifications import stop_views, views

urlpatterns = [
    path("van-mij/nieuw/", views.news, name="news"),
    path("van-mij/nieuw/gelezen/", views.news_read, name="news_read"),
    path("van-mij/nieuw/instellen/", views.news_wishes, name="news_wishes"),
    path("stop/<str:signed>/", stop_views.mail_stop, name="mail_stop"),
]
