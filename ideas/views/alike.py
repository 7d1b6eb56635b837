"""Ideas like the one whose title is being typed."""

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from common.text import one_line
from common.turns import dear
from ideas.models import Idea
from ideas.models.alike import alike
from labs.decorators import LabRequest, lab_page

MOST_LETTERS = 100


@dear()
@require_safe
@lab_page
def idea_alike(request: LabRequest) -> HttpResponse:
    """Return titles and addresses for the script of the form (ideas/alike.js). It is the same for everybody."""
    lab, title = request.lab, one_line(request.GET.get("titel", ""))[:MOST_LETTERS]
    found = alike(Idea.objects.filter(lab=lab).shown(), lab.pk, title)

    def address(pk: int) -> str:
        return reverse("idea_detail", kwargs={"lab_slug": lab.slug, "pk": pk})

    return JsonResponse({"ideas": [{"title": its, "address": address(pk)} for its, pk in found]})
