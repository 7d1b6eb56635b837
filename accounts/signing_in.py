"""The sign-in flow for everybody: mail address → code → (first time) name → the waiting act is done.

Every address gets the same response, known or not. Nobody is in the database before they prove their mailbox.
"""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import logout
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import attempts, known, stages
from accounts.acts import describe
from accounts.around import stay_at
from accounts.codes import Mailed, count_wrong, mail_new_code, what_to_do
from accounts.forms.account import NameForm
from accounts.forms.signing_in import CodeForm, MailForm, TokenForm
from accounts.intent import Act, Wish, sign, start
from accounts.models import CodeResult, SignInCode, User
from accounts.models.code import LONG, SHORT
from accounts.replay import not_done, perform
from common.network import network_of
from common.preferences import cookie_scheme
from common.rate_limits import wait
from common.turns import mails

AFTER = "after_name"  # in the session: the token of the attempt whose act waits for a name
read_or_post = require_http_methods(["GET", "HEAD", "POST"])


# The mail address


@mails
@never_cache
@read_or_post
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a mail address, and mail a code to it."""
    wish = Wish.of(request)
    if request.user.is_authenticated:
        return go_on(request, request.user, wish)
    form = MailForm(request.POST if request.method == "POST" else None)
    return mail_first_code(request, wish, form) if form.is_bound else mail_page(request, wish, form, Mailed(200))


def mail_page(request: HttpRequest, wish: Wish, form: MailForm, mailed: Mailed) -> HttpResponse:
    stay_at(request, wish.path)
    context = {"form": form, "wish": wish, "told": wish.act and describe(wish.act)}
    response = render(request, "accounts/sign_in.html", context, status=mailed.status)
    return mailed.told_on(response)


def go_on(request: HttpRequest, user: User, wish: Wish) -> HttpResponse:
    """Continue for a user who signed in in another tab: do a POST; for a GET only show the button."""
    if not user.name:
        return redirect(f"{reverse('sign_in_name')}?{request.GET.urlencode()}")
    if wish.act is None:
        return redirect(wish.landing)
    may_do = request.method == "POST" and wish.act.is_pressed
    return perform(request, wish.act) if may_do else not_done(request, wish.act, 200)


def mail_first_code(request: HttpRequest, wish: Wish, form: MailForm) -> HttpResponse:
    """Create an attempt and go to the code page, or show the error in the form."""
    if not form.is_valid():
        return mail_page(request, wish, form, Mailed(422))
    address = form.cleaned_data["email"]
    is_known = known.knows(request, address)
    attempt = SignInCode.ask(address, vars(wish.act) if wish.act else None, wish.landing, is_known=is_known)
    mailed = mail_new_code(request, attempt)
    if mailed.newest_works:
        return use_the_newest(request, attempt, mailed)
    if mailed.trouble:
        attempt.delete()
        form.add_error("email", mailed.trouble)
        return mail_page(request, wish, form, mailed)
    attempts.remember(request, attempt)
    return redirect("sign_in_code")


def use_the_newest(request: HttpRequest, attempt: SignInCode, mailed: Mailed) -> HttpResponse:
    """Send no mail, and go to the code page: the newest mailed code still works.

    A browser that asked before gets 429.
    """
    asks_again = attempts.asked_before(request, attempt)
    attempts.remember(request, attempt)
    if asks_again:
        return code_page(request, CodeForm(initial={"token": attempt.token}), attempt, mailed)
    messages.info(request, mailed.trouble)
    return redirect("sign_in_code")


# The code


@never_cache
@read_or_post
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; if it is right, sign this person in."""
    if request.method == "POST":
        return check_code(request)
    attempt = attempts.newest(request)
    if attempt is None or attempt.used_at:
        return redirect("home" if request.user.is_authenticated else "sign_in")
    return code_page(request, CodeForm(initial={"token": attempt.token}), attempt, Mailed(200))


def code_page(request: HttpRequest, form: CodeForm, attempt: SignInCode, mailed: Mailed) -> HttpResponse:
    digits = (LONG if attempt.is_long else SHORT) if attempt.sent else ""  # an older mail may have a longer code
    stay_at(request, attempt.landing)
    context = {"form": form, "attempt": attempt, "digits": digits, "trouble": mailed.trouble}
    response = render(request, "accounts/sign_in_code.html", context, status=mailed.status)
    return mailed.told_on(response)


def check_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    is_valid = form.is_valid()
    token = form.cleaned_data.get("token", "")
    attempt = SignInCode.objects.filter(token=token).select_related("user").first()
    address = attempts.address_of(request, attempt) if attempt else ""
    if attempt and request.user.is_authenticated and attempt.is_of(request.user):
        return go_in(request, request.user, attempt)  # used in another tab
    if attempt is None or not (address or attempt.used_at):
        return start_again(request)
    if not is_valid:
        return code_page(request, form, attempt, Mailed(422))
    here_wait = wait("wrong_code", network_of(request))
    result = prove(attempt, address, form.cleaned_data["code"], cookie_scheme(request), not here_wait)
    count_wrong(request, attempt, result)
    if result in (CodeResult.RIGHT, CodeResult.AGAIN) and attempt.user and attempt.user.is_active:
        return let_in(request, attempt.user, attempt)
    if not address:
        return start_again(request)
    form.add_error("code", what_to_do(result))
    is_refused = result is CodeResult.GUESSED and here_wait
    return code_page(request, form, attempt, Mailed(429, wait=here_wait) if is_refused else Mailed(422))


@transaction.atomic
def prove(attempt: SignInCode, address: str, code: str, scheme: str, short_will_do: bool) -> CodeResult:
    """Check `code`. If it is right, create the person if needed, in the same transaction."""
    result = attempt.use(code, short_will_do)
    if result is CodeResult.RIGHT:
        attempt.user = User.objects.find_or_make(address, language=translation.get_language(), theme=scheme)
        attempt.save(update_fields=["user"])
    elif result is CodeResult.AGAIN:
        attempt.refresh_from_db(fields=["user"])
    return result


def start_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("This code no longer works. Type your email address to get a new one."))
    return redirect("sign_in")


@mails
@never_cache
@read_or_post
def new_code(request: HttpRequest) -> HttpResponse:
    """Mail another code for the same attempt; the older ones stop working. A GET redirects to the code page."""
    if request.method != "POST":
        return redirect("sign_in_code")
    form = TokenForm(request.POST)
    if not form.is_valid():
        return start_again(request)
    attempt = SignInCode.objects.filter(token=form.cleaned_data["token"], used_at=None).first()
    address = attempts.address_of(request, attempt) if attempt else ""
    if attempt is None or not address:
        return start_again(request)
    mailed = mail_new_code(request, attempt)
    if mailed.trouble:
        return code_page(request, CodeForm(initial={"token": attempt.token}), attempt, mailed)
    attempts.remember(request, attempt)
    messages.success(request, _("We sent a new code. The old one no longer works."))
    return redirect("sign_in_code")


# In


def let_in(request: HttpRequest, user: User, attempt: SignInCode) -> HttpResponse:
    """Sign in. Of a person with a second factor, the next page asks for its code first."""
    if request.user.is_authenticated and request.user != user:
        logout(request)  # whoever was signed in here does nothing of what waits
    attempts.forget(request)
    record_authentication(request, user, method="code")
    response = perform_login(request, Login(user=user))
    if request.user.is_authenticated:
        return came_in(request, request.user, attempt)
    stages.remember(request, attempt)
    return response


def came_in(request: HttpRequest, user: User, attempt: SignInCode) -> HttpResponse:
    response = go_in(request, user, attempt)
    known.remember(request, response, user)
    return response


def go_in(request: HttpRequest, user: User, attempt: SignInCode) -> HttpResponse:
    if user.language:
        translation.activate(user.language)
    if user.name:
        return do_what_waited(request, attempt)
    request.session[AFTER] = attempt.token
    return redirect("sign_in_name")


def do_what_waited(request: HttpRequest, attempt: SignInCode) -> HttpResponse:
    """Do the waiting act for the first caller; later ones are redirected to its result."""
    act = attempt.take_act()
    if act is None:
        return redirect(attempt.landing)
    response = do_or_ask(request, Act(**act))
    if "Location" in response:
        SignInCode.objects.filter(pk=attempt.pk).update(landing=response["Location"])
    return response


def do_or_ask(request: HttpRequest, act: Act) -> HttpResponse:
    """Do the act. If it came with a link that anybody may have sent, ask first, on the sign-in page."""
    return perform(request, act) if act.is_pressed else start(request, doe=sign(act))


# The name


@never_cache
@read_or_post
def sign_in_name(request: HttpRequest) -> HttpResponse:
    """Ask for the name that others see, at the first sign-in."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('sign_in')}?{request.GET.urlencode()}")
    wish = Wish.of(request)
    stay_at(request, path_of_name(request, wish))
    if request.method != "POST":
        if request.user.name:
            return redirect(wish.landing)
        return render(request, "accounts/sign_in_name.html", {"form": NameForm(request.user), "wish": wish})
    form = NameForm(request.user, request.POST)
    if form.is_valid() or request.user.name:
        try:
            request.user.name or request.user.choose_first_name(form.cleaned_data["name"])
        except IntegrityError:
            form.add_error("name", form.taken())
        else:
            return after_name(request, request.user, wish)
    return render(request, "accounts/sign_in_name.html", {"form": form, "wish": wish}, status=422)


def path_of_name(request: HttpRequest, wish: Wish) -> str:
    """Return where somebody without a name wanted to go."""
    attempt = None if wish.act else SignInCode.objects.filter(token=request.session.get(AFTER, "")).first()
    return attempt.landing if attempt else wish.path


def after_name(request: HttpRequest, user: User, wish: Wish) -> HttpResponse:
    if wish.act:
        return do_or_ask(request, wish.act)
    attempt = SignInCode.objects.filter(token=request.session.get(AFTER, ""), user=user).first()
    return do_what_waited(request, attempt) if attempt else redirect(wish.landing)
