"""Pages for what went wrong: what happened, that nothing was lost, what to do."""

from django.http import HttpRequest, HttpResponse

from phronesis.design.views import problem


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return problem(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return problem(request, 500)
