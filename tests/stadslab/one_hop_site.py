"""The views that the tests of one_hop ask for: each notes its thread in `seen`."""

import io
import threading
import time
from contextlib import suppress

from django.db import connection
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.urls import path
from django.utils.translation import activate, get_language
from django.views.decorators.csrf import csrf_exempt

from accounts.mail import MailFailed, send_code
from accounts.models import SignInCode
from common import clock
from common.turns import dear, elsewhere, home, mails, photo
from stadslab.one_hop import CHUNK

seen: list[tuple[str, object]] = []
ends = threading.Event()  # the end of a slow page
FORM = b"application/x-www-form-urlencoded"


def page(request):
    seen.append((threading.current_thread().name, connection.connection))
    connection.ensure_connection()
    response = HttpResponse(get_language())
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response


def leaves_language(request):
    activate("en")
    return HttpResponse("en")


def stream(request):
    return StreamingHttpResponse(iter(["een ", "twee"]), status=202)


def crash(request):
    raise RuntimeError


@dear("q")
@csrf_exempt
def dear_page(request):
    seen.append((threading.current_thread().name, None))
    time.sleep(float(request.GET.get("seconds", 0)))
    return HttpResponse("dear")


@photo
def a_photo(request):
    return dear_page(request)


@home
def a_home(request):
    return dear_page(request)


def refuse(request, seconds):
    return HttpResponse("te veel", status=429, headers={"Retry-After": seconds})


def file(request):
    return FileResponse(io.BytesIO(b"x" * (3 * CHUNK + 1)), content_type="text/plain")


def slow_page(request):
    seen.append((threading.current_thread().name, None))
    ends.wait(30)
    return HttpResponse("slow")


@mails
@csrf_exempt
def mailing(request):
    with elsewhere():
        return slow_page(request)


@mails
@csrf_exempt
def mailing_code(request):
    seen.append((threading.current_thread().name, None))
    with suppress(MailFailed):
        send_code("merel@post.example", "123456", "nl", SignInCode(sent_at=clock.now()))
    return HttpResponse("mailed")


@csrf_exempt
def computing(request):
    """Take a while, and respond with the number of requests that did the same meanwhile."""
    seen.append("begin")
    time.sleep(0.05)
    others = seen.count("begin") - seen.count("end") - 1
    seen.append("end")
    return HttpResponse(others)


@csrf_exempt
def body(request):
    seen.append((threading.current_thread().name, None))
    return HttpResponse(request.body)


urlpatterns = [
    path("page/", page),
    path("leaves/", leaves_language),
    path("stream/", stream),
    path("crash/", crash),
    path("dear/", dear_page),
    path("photo/", a_photo),
    path("home/", a_home),
    path("file/", file),
    path("body/", body),
    path("slow/", slow_page),
    path("mailing/", mailing),
    path("mailing/code/", mailing_code),
    path("mailing/computing/", mails(computing)),
    path("mailing/crash/", mails(csrf_exempt(crash))),
]
handler500 = "django.views.defaults.server_error"
