"""Report without an account: the form, the code that proves a mailbox, and the secret page of the report."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import proving
from accounts.codes import what_to_do
from accounts.forms.signing_in import CodeForm
from accounts.models import CodeResult, MailboxProof, mailbox
from challenges.views.found import find_challenge
from common.fields import is_id
from common.rate_limits import TooOften, charge
from common.turns import mails
from events.views.found import find_gathering
from ideas.models import Comment, IdeaPhoto, NoPhoto
from ideas.views.found import find_comment, find_idea
from labs.decorators import LabRequest, lab_page, while_paused
from labs.models import NameChanged
from moderation import rules
from moderation.forms.by_mail import MailReportForm
from moderation.forms.reviewing import AskForm
from moderation.models import (
    Asked,
    Case,
    NotReportable,
    NotReviewable,
    OwnWords,
    Report,
    ThingKind,
    report_by_mail,
    reviewing,
)
from moderation.models.case import due_in
from moderation.models.folding import folded_thing
from moderation.models.reporting import Told
from moderation.models.review import last_day
from moderation.models.things import Reported, columns_of, is_of_idea, kind_of, lab_of
from moderation.names import names_at
from moderation.views.names import find_name

PURPOSE = "report"  # of a proof


def find_thing(request: LabRequest, kind: str, pk: int) -> Reported:
    """Return the thing, if whoever asks can read and report it."""
    find: Callable[[LabRequest, int], Reported] | None = FIND.get(kind)
    if find is None or not is_id(pk):
        raise Http404
    thing = find(request, pk)
    if not rules.can_report(request.member, thing):
        raise Http404
    return thing


def comment_of(request: LabRequest, pk: int) -> Comment:
    comment = get_object_or_404(Comment.objects.only("idea"), pk=pk)
    return find_comment(request, comment.idea_id, pk)


def photo_of(request: LabRequest, pk: int) -> IdeaPhoto:
    return IdeaPhoto(find_idea(request, pk))


FIND: dict[str, Callable[[LabRequest, int], Reported]] = {
    ThingKind.IDEA: find_idea,
    ThingKind.COMMENT: comment_of,
    ThingKind.CHALLENGE: find_challenge,
    ThingKind.GATHERING: find_gathering,
    ThingKind.PHOTO: photo_of,
    ThingKind.NAME: find_name,
}


def own_address(thing: Reported) -> str:
    """Return the path of its form for people with an account."""
    facts = {"lab_slug": lab_of(thing).slug, "pk": thing.idea_id if isinstance(thing, Comment) else thing.pk}
    if isinstance(thing, Comment):
        facts["comment_pk"] = thing.pk
    return reverse(f"report_{kind_of(thing)}", kwargs=facts)


def where(thing: Reported) -> dict[str, Any]:
    return {"lab_slug": lab_of(thing).slug, "kind": kind_of(thing).value, "thing_pk": thing.pk}


def form_by_mail(request: LabRequest, thing: Reported) -> HttpResponse:
    """Show the form to somebody who isn't signed in."""
    if not rules.can_report(request.member, thing):
        raise Http404
    return form_page(request, thing, MailReportForm(is_of_idea=is_of_idea(kind_of(thing))))


def form_page(request: LabRequest, thing: Reported, form: MailReportForm, status: int = 200) -> HttpResponse:
    case = Case(lab=request.lab, **columns_of(thing))
    context = {"case": case, "form": form, "due": due_in(request.lab), "own_address": own_address(thing)}
    context["names"] = names_at(thing, request.member)
    context["mail_address"] = reverse("report_mail", kwargs=where(thing))
    return render(request, "moderation/report_by_mail.html", context, status=status)


@mails
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@lab_page
@while_paused
def report_mail(request: LabRequest, kind: str, thing_pk: int) -> HttpResponse:
    """Store the form in this browser's session, and mail a code. A GET goes to the form."""
    thing = find_thing(request, kind, thing_pk)
    if request.method != "POST":
        return redirect(own_address(thing))
    form = MailReportForm(request.POST, is_of_idea=is_of_idea(kind_of(thing)))
    if not form.is_valid():
        return form_page(request, thing, form, 422)
    said = form.cleaned_data
    about = {"lab": request.lab.pk, "kind": kind, "pk": thing_pk}
    mailed = proving.ask(request, PURPOSE, said["email"], about | {"reason": said["reason"], "words": said["words"]})
    if mailed.newest_works:
        messages.info(request, mailed.trouble)
    elif mailed.trouble:
        form.add_error("email", mailed.trouble)
        return mailed.told_on(form_page(request, thing, form, mailed.status))
    return redirect("report_code", lab_slug=request.lab.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@lab_page
@while_paused
def report_code(request: LabRequest) -> HttpResponse:
    """Ask for the code. If it is right, the report counts, once."""
    asked = [proof for proof in proving.asked(request, PURPOSE) if proof.wish["lab"] == request.lab.pk]
    if request.method != "POST":
        if not asked:
            return redirect(request.lab)
        if done := done_by(asked[-1]):
            return redirect(done)
        return code_page(request, CodeForm(initial={"token": asked[-1].token}), asked[-1])
    form = CodeForm(request.POST)
    is_valid = form.is_valid()
    proof = next((one for one in asked if one.token == form.cleaned_data.get("token")), None)
    if proof is None:
        return ask_again(request)
    if not is_valid:
        return code_page(request, form, proof, 422)
    try:
        result, told = proving.check(request, proof, form.cleaned_data["code"], partial(tell, request, proof))
    except TooOften as limit:
        form.add_error(None, limit.words)
        return code_page(request, form, proof, 429)
    except OwnWords:
        form.add_error(None, _("You wrote this yourself. You can change or remove it when you are signed in."))
        return code_page(request, form, proof, 403)
    except (Http404, NotReportable, NoPhoto, NameChanged):
        form.add_error(None, _("This is no longer possible: it was hidden or taken away a moment ago."))
        return code_page(request, form, proof, 403)
    if result is CodeResult.AGAIN and (done := done_by(proof)):
        return redirect(done)
    if told is None:
        form.add_error("code", what_to_do(result))
        return code_page(request, form, proof, 422)
    messages.success(request, thanks(told.report))
    return redirect(told.report)


def thanks(report: Report) -> str:
    """Return what somebody reads who reported something."""
    if report.is_urgent:
        return _("We look at this first. You will hear what we did.")
    return _("The moderators have your report. You will hear what they did.")


def tell(request: LabRequest, proof: MailboxProof, address: str) -> Told:
    """Report it by the proven address. The proof then holds the report, and nothing that was typed."""
    said = proof.wish
    thing = folded_thing(request.lab, said["kind"], said["pk"]) or find_thing(request, said["kind"], said["pk"])
    told = report_by_mail(thing, address, translation.get_language(), said["reason"], said["words"])
    if told.is_new:
        charge("report", mailbox(address))
    proof.settle(lab=said["lab"], report=told.report.pk)
    return told


def done_by(proof: MailboxProof) -> Report | None:
    """Return the report that this proof made; None if it made none, or its address is forgotten."""
    made = Report.objects.exclude(mailbox="").filter(pk=proof.wish.get("report")) if proof.used_at else None
    return made.select_related("case__lab").first() if made else None


def ask_again(request: LabRequest) -> HttpResponse:
    messages.warning(request, _("This code no longer works. Fill in the form again to get a new one."))
    return redirect(request.lab)


def code_page(request: LabRequest, form: CodeForm, proof: MailboxProof, status: int = 200) -> HttpResponse:
    """Show the form for the code. Of a code that was used the address is forgotten: lead to the lab."""
    proof.refresh_from_db()  # a verb that refused the report took back that its code was used
    if proof.used_at:
        return ask_again(request)
    return render(request, "moderation/report_code.html", {"form": form, "attempt": proof}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@lab_page
@while_paused
def report_by_mail_page(request: LabRequest, report_pk: int, secret: str) -> HttpResponse:
    """Show what somebody without an account reported, and how it ended; after six months, that it was deleted.

    A POST asks that another moderator looks again at what stays.
    """
    report = find_report(request, report_pk, secret)
    if not report.mailbox:
        return render(request, "moderation/report_forgotten.html", status=410)
    if request.method != "POST":
        return seen_page(request, report, AskForm())
    if not reviewing.is_about(report.case, report):
        raise Http404
    form = AskForm(request.POST)
    if not form.is_valid():
        return seen_page(request, report, form, 422)
    try:
        reviewing.ask(report.case, report, form.cleaned_data["why"])
    except Asked:
        form.add_error(None, _("You asked this already. Your new text is still here, but nobody reads it."))
        return seen_page(request, report, form, 409)
    except NotReviewable:
        form.add_error(None, _("This is no longer possible. Your text is still here."))
        return seen_page(request, report, form, 403)
    messages.success(request, _("Another moderator looks again. You will hear how it ends."))
    return redirect(report)


def find_report(request: LabRequest, report_pk: int, secret: str) -> Report:
    if not is_id(report_pk):
        raise Http404
    found = get_object_or_404(Report.objects.filter(case__lab=request.lab, by=None), pk=report_pk)
    if not found.is_secret(secret):
        raise Http404
    if not found.mailbox:
        return found
    found.case = Case.objects.with_reviews().get(pk=found.case_id)
    found.case.stands_in(request.lab)
    reviewing.set_review(found, found)
    return found


def seen_page(request: LabRequest, report: Report, form: AskForm, status: int = 200) -> HttpResponse:
    outcome = report.case.outcome
    facts = {"report": report, "form": form, "due": due_in(request.lab)}
    facts["until"] = last_day(outcome.at) if outcome else None
    return render(request, "moderation/report_seen.html", facts, status=status)
