from django.urls import path

from accounts import factor_pages, signing_in, signing_in_factor, views
from common.http import by_method

urlpatterns = [
    path("inloggen/", signing_in.sign_in, name="sign_in"),
    path("inloggen/code/", signing_in.sign_in_code, name="sign_in_code"),
    path("inloggen/code/nieuw/", signing_in.new_code, name="sign_in_new_code"),
    path("inloggen/naam/", signing_in.sign_in_name, name="sign_in_name"),
    path("inloggen/slot/", signing_in_factor.sign_in_factor, name="sign_in_factor"),
    path("uitloggen/", views.sign_out, name="sign_out"),
    path("account/", views.account, name="account"),
    path("account/opnieuw-inloggen/", factor_pages.sign_in_again, name="sign_in_again"),
    path("account/slot/", factor_pages.set_factor, name="factor_set"),
    path("account/slot/code/", factor_pages.type_code, name="factor_code"),
    path("account/slot/noodcodes/", factor_pages.codes, name="factor_codes"),
    path("account/slot/noodcodes/bestand/", factor_pages.codes_file, name="factor_codes_file"),
    path("account/slot/noodcodes/bewaard/", factor_pages.codes_kept, name="factor_codes_kept"),
    path("account/slot/uit/", factor_pages.remove_factor, name="factor_remove"),
    path(
        "account/toestellen/<int:pk>/uitloggen/",
        by_method(GET=views.back_to_account, POST=views.sign_out_device),
        name="device_sign_out",
    ),
    path("account/overal-uitloggen/", views.sign_out_everywhere, name="sign_out_everywhere"),
]
