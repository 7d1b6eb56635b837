from django.urls import path

from front import account, display, site

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
]
