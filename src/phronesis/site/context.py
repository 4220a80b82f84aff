"""What every page may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def everywhere(request: HttpRequest) -> dict[str, Any]:
    return {
        "language": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "languages": settings.LANGUAGES,
        "organisation": settings.CONFIG.organisation,
        "demonstration": settings.CONFIG.demonstration,
        "now": getattr(request, "now", None),
        "zone": settings.CONFIG.zone,
    }
