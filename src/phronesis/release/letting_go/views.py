"""One page, the same bytes for everybody: which gathering it is about stands behind #.

Nothing here reads who is calling. The phone fetches the sheet, seals and sends on its own,
without a cookie.
"""

from importlib.resources import files

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/let-go`. `?in=nb` names the language for a phone that sends no cookie to say so."""
    wanted = request.GET.get("in", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        return render(request, "letting_go/let_go.html")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the page on the phone, so that opening it asks no server."""
    script = files("phronesis.release.letting_go") / "static" / "letting_go" / "worker.js"
    response = HttpResponse(script.read_bytes(), content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/let-go"
    response["Cache-Control"] = "max-age=86400"
    return response
