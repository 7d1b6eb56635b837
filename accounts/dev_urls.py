"""Development pages, included only in DEBUG; each view checks DEBUG again."""

from django.urls import path

from accounts import doors

urlpatterns = [
    path("", doors.people, name="dev_people"),
    path("als/<int:pk>/", doors.enter_as, name="dev_enter"),
    path("mail/", doors.mail_list, name="dev_mail"),
    path("mail/<str:name>/", doors.mail_detail, name="dev_mail_detail"),
]
