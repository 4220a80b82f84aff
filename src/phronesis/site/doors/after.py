"""After the gathering: what we keep, what goes to whom, and letting go by cards."""

from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phronesis import formats
from phronesis.admission import desk
from phronesis.admission.passes import GatheringFacts, Pass
from phronesis.admission.verdicts import ALLOWED, Refused, Verdict, refused
from phronesis.ballot import queries as ballot
from phronesis.ballot.operations import closing
from phronesis.commons.insights import operations as keeping
from phronesis.commons.insights import queries as insights
from phronesis.commons.insights import texts
from phronesis.commons.insights.forms import RestatementForm
from phronesis.commons.insights.rules import MOST
from phronesis.commons.rooms import queries as rooms
from phronesis.office.calendar import operations as calendar_operations
from phronesis.office.calendar import queries as calendar
from phronesis.office.people import queries as people
from phronesis.release.ledger import operations as ledger
from phronesis.release.letting_go import rounds
from phronesis.site.doors.asking import moment_of, person_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def after(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """The facilitator drafts at most three restatements from what the room wanted to keep."""
    facts, holder = _held_or_404(request, gathering)
    if request.method != "POST":
        return _page(request, facts, _blank(facts))
    form = RestatementForm(request.POST, leaders=_leaders())
    if not form.is_valid():
        return _page(request, facts, form, status=422)
    given = form.cleaned_data
    try:
        keeping.draft_restatement(
            given["id"],
            gathering=gathering,
            text=texts.Text(**{part: given[part] for part in form.parts}),
            kind=given["kind"],
            destination=given["destination"],
            addressed_to=given["addressed_to"],
            by=holder,
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, facts, form, status=409)
    return redirect("doors:after", gathering)


@login_required
@require_POST
def drop(request: HttpRequest, gathering: UUID, restatement: UUID) -> HttpResponse:
    """Drop a draft; its words are erased."""
    facts, holder = _held_or_404(request, gathering)
    try:
        keeping.drop_restatement(restatement, by=holder)
    except Refused as refusal:
        form = _blank(facts)
        return _page(request, facts, form, status=409, refused_because=refusal.reason)
    return redirect("doors:after", gathering)


@login_required
@require_POST
def cards(request: HttpRequest, gathering: UUID, restatement: UUID) -> HttpResponse:
    """The room let go by cards; only what came of it is written down."""
    facts, _holder = _held_or_404(request, gathering)
    at = moment_of(request)
    draft = next((d for d in insights.restatements(gathering) if d.id == restatement), None)
    outcome = request.POST.get("outcome", "")
    if draft is None or outcome not in closing.BY_CARDS:
        raise Http404
    verdict = may_let_go_by_cards(draft.state, gathering)
    if not verdict:
        return _page(request, facts, _blank(facts), status=409, refused_because=verdict.reason)
    # What was written down, which is not always what was posted: cards come back twice at most.
    came_to = closing.record_cards(gathering, draft.round, draft.id, outcome=outcome)
    ledger.record(
        f"restatement.by-cards.{came_to.value}",
        subject=str(draft.id),
        community=facts.community,
        by=person_of(request),
        at=at,
    )
    rounds.apply_results(gathering, {draft.id: came_to}, at)
    return redirect("doors:after", gathering)


@login_required
@require_POST
def ask_again(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """Ask once more, from the next morning on, with the words as they are drafted now."""
    facts, _holder = _held_or_404(request, gathering)
    try:
        calendar_operations.open_next_round(gathering, moment_of(request))
    except Refused as refusal:
        return _page(request, facts, _blank(facts), status=409, refused_because=refusal.reason)
    return redirect("doors:after", gathering)


def may_let_go_by_cards(state: str, gathering: UUID) -> Verdict:
    """Only where the phones cannot: with four slips or more, their holders decide."""
    if state not in ("draft", "back"):
        return refused(
            _("These words are being asked about on everybody's phone. Nothing was changed.")
        )
    if not closing.too_few(gathering):
        return refused(
            _("Slips were given, so everybody decides on their own phone. Nothing was changed.")
        )
    return ALLOWED


def _held_or_404(request: HttpRequest, gathering: UUID) -> tuple[GatheringFacts, Pass]:
    seat = calendar.seat(person_of(request), gathering)
    facts = calendar.facts(gathering)
    if seat is None or facts is None or not seat.holds:
        raise Http404
    holder = desk.pass_for(person_of(request), facts.community)
    if holder is None:
        raise Http404
    return facts, holder


def _blank(facts: GatheringFacts) -> RestatementForm:
    context = rooms.restatement_context(facts.id)
    first = context.kept[-1] if context and context.kept else ""
    already = insights.restatements(facts.id)
    return RestatementForm(
        leaders=_leaders(),
        initial={
            "id": uuid4(),
            "kind": "insight",
            "destination": "circle",
            "title": "" if already else first,
        },
    )


def _leaders() -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.name}, {one.title}") for one in people.leaders()]


def _page(
    request: HttpRequest,
    facts: GatheringFacts,
    form: RestatementForm,
    *,
    status: int = 200,
    refused_because: str = "",
) -> HttpResponse:
    drafts = insights.restatements(facts.id)
    hours = calendar.hours_of(facts.id)
    context = {
        "facts": facts,
        "form": form,
        "drafts": drafts,
        "may_add": len(drafts) < MOST,
        "room": rooms.restatement_context(facts.id),
        "hours": hours,
        "slips": ballot.slips_given(facts.id),
        "may_ask_again": any(draft.state == "back" for draft in drafts),
        "script": formats.load(facts.format_id, facts.format_version),
        "leaders": dict(_leaders()),
        "refused": refused_because,
        "may_use_cards": closing.too_few(facts.id),
        "kinds": _options("kind"),
        "destinations": _options("destination"),
    }
    return render(request, "insights/after.html", context, status=status)


def _options(name: str) -> list[dict[str, str]]:
    choices = RestatementForm.options[name]
    return [{"value": value, "label": str(label)} for value, label in choices]
