from django.urls import path

from front import account, display, lab_home, lab_log, site

urlpatterns = [
    path("", site.home, name="home"),
    path("account/gegevens/", account.data, name="account_data"),
    path("account/verwijderen/", account.leave, name="account_erase"),
    path("weergave/", display.display, name="display"),
    path("toegankelijkheid/", site.accessibility, name="accessibility"),
    path("privacy/", site.privacy, name="privacy"),
    path("gezond", site.health, name="health"),
    path("robots.txt", site.robots_txt, name="robots_txt"),
    path("favicon.ico", site.favicon, name="favicon"),
    path(".well-known/security.txt", site.security_txt, name="security_txt"),
    path("<slug:lab_slug>/", lab_home.lab_home, name="lab_home"),
    path("<slug:lab_slug>/beheer/logboek/", lab_log.lab_log, name="lab_log"),
]
