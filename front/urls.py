from django.urls import path

from events.views import calendar
from front import account, agenda, college, display, health, lab_home, lab_log, mine, posted, sharing, site

urlpatterns = [
    path("", site.home, name="home"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/<str:token>.ics", calendar.personal_ics, name="personal_ics"),
    path("account/agenda/", calendar.account_calendar, name="account_calendar"),
    path("account/gegevens/", account.data, name="account_data"),
    path("account/verwijderen/", account.leave, name="account_erase"),
    path("van-mij/", mine.mine, name="mine"),
    path("van-mij/woorden/", mine.words, name="mine_words"),
    path("van-mij/op-de-hoogte/", posted.posted, name="posted"),
    path("weergave/", display.display, name="display"),
    path("toegankelijkheid/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("gezond", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", site.robots_txt, name="robots_txt"),
    path("favicon.ico", site.favicon, name="favicon"),
    path(".well-known/security.txt", site.security_txt, name="security_txt"),
    path("deelbeeld-<str:language>.jpg", sharing.site_picture, name="site_picture"),
    path("<slug:lab_slug>/deelbeeld-<str:language>.jpg", sharing.lab_picture, name="lab_picture"),
    path("<slug:lab_slug>/", lab_home.lab_home, name="lab_home"),
    path("<slug:lab_slug>/college/", college.college, name="lab_college"),
    path("<slug:lab_slug>/beheer/logboek/", lab_log.lab_log, name="lab_log"),
]
