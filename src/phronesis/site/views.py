"""The pages of the house itself."""

from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from phronesis.site.doors import today


def home(request: HttpRequest) -> HttpResponse:
    """Signed out: what this is and where to enter. Signed in: what is near."""
    return today.page(request)


@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


@require_GET
def ready(request: HttpRequest) -> JsonResponse:
    """Databases reachable and migrated; 503 otherwise, naming the plane."""
    waiting = planes_not_migrated()
    return JsonResponse(
        {"ready": not waiting, "not migrated": waiting}, status=503 if waiting else 200
    )


def planes_not_migrated() -> list[str]:
    """The planes whose tables are older than this version."""
    waiting = []
    for plane in settings.DATABASES:
        executor = MigrationExecutor(connections[plane])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            waiting.append(plane)
    return waiting
