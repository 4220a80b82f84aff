"""The cookie-less doors of the ballot. None of them reads who is calling."""

import base64
import binascii
import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from phronesis.ballot import queries
from phronesis.ballot.operations import casting, withdrawing

LARGEST = 8 * 1024


@require_GET
def show_sheet(request: HttpRequest, gathering: UUID) -> JsonResponse:
    """The latest sheet of a gathering and, once it is closed, what became of each text."""
    sheet = queries.latest_sheet(gathering)
    if sheet is None:
        raise Http404
    results = {str(r.text): r.outcome for r in queries.results_of(gathering)}
    return JsonResponse(
        {
            "hash": sheet.hash,
            "round": sheet.round,
            "state": sheet.state,
            "again": queries.was_void(gathering, sheet.round - 1),
            "ciphertext": base64.b64encode(bytes(sheet.ciphertext)).decode(),
            "results": {} if sheet.state == "open" else results,
        }
    )


@csrf_exempt
@require_POST
def cast(request: HttpRequest, hash_: str) -> JsonResponse:
    """202 for everything durably taken or refused for its content; see RFC 9457 for the rest."""
    if len(request.body) > LARGEST:
        return problem(413, _("This is larger than an answer can be. Nothing was counted."))
    sheet = queries.sheet(hash_)
    if sheet is None or sheet.state != "open":
        return problem(410, _("This sheet has been opened. Answers came together before that."))
    sealed, tag = _bytes(request, "sealed"), _bytes(request, "tag")
    if len(sealed) == casting.SEALED_LENGTH:
        try:
            casting.cast(sheet, sealed=sealed, tag=tag)
        except casting.SheetClosed:
            return problem(410, _("This sheet has been opened. Answers came together before that."))
        except casting.InboxFull:
            return problem(503, _("We cannot store more now. Your answer is still on this phone."))
    return JsonResponse({"taken": True}, status=202)


@require_GET
def show_receipts(request: HttpRequest, hash_: str) -> JsonResponse:
    sheet = queries.sheet(hash_)
    if sheet is None or sheet.state == "open":
        raise Http404
    return JsonResponse({"hashes": queries.receipts(hash_)})


@csrf_exempt
@require_POST
def ask_back(request: HttpRequest) -> JsonResponse:
    """The same 202 whether or not the code fits: the hour and the answer say nothing."""
    withdrawing.ask_back(_bytes(request, "code"))
    return JsonResponse({"taken": True}, status=202)


def problem(status: int, detail: str) -> JsonResponse:
    return JsonResponse(
        {"type": "about:blank", "status": status, "detail": detail},
        status=status,
        content_type="application/problem+json",
    )


def _bytes(request: HttpRequest, name: str) -> bytes:
    """A base64 field of the JSON body; empty when it is not there or not base64."""
    try:
        body: Any = json.loads(request.body)
        return base64.b64decode(body[name], validate=True)
    except (ValueError, TypeError, KeyError, binascii.Error):
        return b""
