from django.urls import path

from accounts import signing_in, views

urlpatterns = [
    path("inloggen/", signing_in.sign_in, name="sign_in"),
    path("inloggen/code/", signing_in.sign_in_code, name="sign_in_code"),
    path("inloggen/code/nieuw/", signing_in.new_code, name="sign_in_new_code"),
    path("inloggen/naam/", signing_in.sign_in_name, name="sign_in_name"),
    path("uitloggen/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/overal-uitloggen/", views.sign_out_everywhere, name="sign_out_everywhere"),
]
