"""The pages of the room and of the night.

What a page may show of a gathering is handed over by a door that asked the rules; nothing
here reads office. Everything that moves is in the page's own scripts.
"""

from datetime import datetime
from importlib.resources import files
from typing import Any, cast

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from phronesis import formats
from phronesis.admission.passes import GatheringFacts
from phronesis.commons.rooms.facts import NOTHING_AROUND, Around, first_asks_at, steps
from phronesis.commons.rooms.forms import clean_code
from phronesis.commons.rooms.operations import cookies

STATUS = {"wrong": 404, "full": 409, "ended": 410, "early": 200, "later": 503}
# What the rooms' own application calls it, and the page that says it.
PROBLEMS = {
    "unknown": "wrong",
    "full": "full",
    "ended": "ended",
    "early": "early",
    "slow": "later",
    "later": "later",
}


def show_enter(
    request: HttpRequest, facts: GatheringFacts, around: Around = NOTHING_AROUND
) -> HttpResponse:
    """Moment 1.1, `/in/{CODE}`: one tap, nothing asked, no script needed.

    The rooms' own application sends a form that could not come in back here, with a `problem`.
    """
    why = PROBLEMS.get(request.GET.get("problem", ""))
    if why:
        return show_no_entry(request, why, code=facts.code, facts=facts, around=around)
    text = _script(facts).text(_language())
    context = {
        "facts": facts,
        "lead": around.lead or text.invitation,
        "ground_rules": text.ground_rules,
    }
    return render(request, "rooms/enter.html", context)


def show_no_entry(
    request: HttpRequest,
    why: str,
    *,
    code: str = "",
    facts: GatheringFacts | None = None,
    around: Around = NOTHING_AROUND,
) -> HttpResponse:
    """A door that does not open; `why` is one of the keys of `STATUS`."""
    context = {"why": why, "code": code, "facts": facts, "around": around}
    return render(request, "rooms/no_entry.html", context, status=STATUS[why])


@require_GET
def ask_code(request: HttpRequest) -> HttpResponse:
    """`/in`: somebody types the code by hand."""
    code = clean_code(request.GET.get("code", ""))
    if code:
        return redirect(f"/in/{code}")
    return render(request, "rooms/no_entry.html", {"why": "ask", "code": "", "facts": None})


def show_phone(
    request: HttpRequest, facts: GatheringFacts, around: Around = NOTHING_AROUND
) -> HttpResponse:
    """The participant's page; without the room's cookie the way leads to the door."""
    if cookies.standing(request.COOKIES, facts.id, "phone") is None:
        return redirect(f"/in/{facts.code}")
    page = _page(facts, around)
    asks_at = first_asks_at(facts, _script(facts))
    later = around.later.as_json() if around.later else None
    context = page | {
        "page_facts": page["page_facts"] | {"later": later},
        "read_first_line": _read_first_line(around.holders or _first_names(facts)),
        "asks_at": asks_at if asks_at and asks_at > _now(request) else None,
    }
    return render(request, "rooms/phone.html", context)


def show_console(
    request: HttpRequest, facts: GatheringFacts, around: Around = NOTHING_AROUND
) -> HttpResponse:
    """The facilitator's page. Whoever calls this has asked the rules and set the cookie."""
    reasons = [
        ("colleague", _("It may point to a colleague")),
        ("patient", _("It may point to a patient or a family")),
        ("place", _("It may point to a place or a night")),
        ("method", _("It says how somebody could come to harm")),
        ("other", _("Another reason, which I tell")),
    ]
    context = _page(facts, around) | {"reasons": reasons}
    return render(request, "rooms/console.html", context)


def show_stage(
    request: HttpRequest, facts: GatheringFacts, around: Around = NOTHING_AROUND
) -> HttpResponse:
    """The page for the projector, with the way in as a picture."""
    address = request.build_absolute_uri(f"/in/{facts.code}")
    if around.fingerprint:  # behind #, so it is never sent: the phone refuses other keys
        address = f"{address}#{around.fingerprint}"
    picture = segno.make(address, error="m").svg_inline(border=2, omitsize=True)
    # Made by segno from an address of ours: a code of six letters.
    context = _page(facts, around) | {"qr": Markup(picture)}  # noqa: S704
    return render(request, "rooms/stage.html", context)


@require_GET
def show_write(request: HttpRequest) -> HttpResponse:
    """Moment 2, `/write`: the same page for everybody, with nobody in it."""
    doors = [
        ("hard", _("Something hard")),
        ("right", _("Something that went right")),
        ("learn", _("Something I want to learn")),
    ]
    questions = [
        ("hard", _("What happened? Two lines are enough.")),
        ("right", _("What went right? Two lines are enough.")),
        ("learn", _("What do you want to learn? Two lines are enough.")),
    ]
    return render(request, "rooms/write.html", {"doors": doors, "questions": questions})


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The script that lets `/write` and `/care` open without a network, and nothing else."""
    script = files("phronesis.commons.rooms") / "static" / "rooms" / "worker.js"
    response = HttpResponse(script.read_bytes(), content_type="text/javascript")
    response["Service-Worker-Allowed"] = "/"
    return response


def _page(facts: GatheringFacts, around: Around) -> dict[str, Any]:
    """What the three pages of a room share; `page_facts` is what their scripts may know."""
    script = _script(facts)
    text = script.text(_language())
    run = steps(script, text)
    page_facts = {
        "room": str(facts.id),
        "gathering": str(facts.id),
        "code": facts.code,
        "ballot": around.has_ballot,
        "phases": [step.as_json() for step in run],
    }
    return {
        "facts": facts,
        "around": around,
        "text": text,
        "steps": run,
        "page_facts": page_facts,
    }


def _read_first_line(holders: tuple[str, ...]) -> str:
    """Who reads first, by name; empty where no name is known, and the format's note stands."""
    if not holders:
        return ""
    names = _(" and ").join(holders)
    sentence = ngettext(
        "Shown with all the others, mixed, without names. %(names)s reads them first.",
        "Shown with all the others, mixed, without names. %(names)s read them first.",
        len(holders),
    )
    return sentence % {"names": names}


def _now(request: HttpRequest) -> datetime:
    # site's middleware reads the clock
    return cast("datetime", request.now)  # type: ignore[attr-defined]


def _first_names(facts: GatheringFacts) -> tuple[str, ...]:
    return tuple(name.split()[0] for name in facts.facilitators if name.strip())


def _script(facts: GatheringFacts) -> formats.Format:
    return formats.load(facts.format_id, facts.format_version)


def _language() -> str:
    return get_language() or "en"
