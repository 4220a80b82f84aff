"""What hosts did here: read by the circle, rewritten by nobody."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phronesis.office.communities import queries as communities
from phronesis.office.people.models import Area, Person
from phronesis.release.ledger import operations, queries
from phronesis.release.ledger.queries import ReadAct


@login_required
@require_safe
def acts(request: HttpRequest, circle: UUID) -> HttpResponse:
    """The circle's privileged acts, and whether the chain of them is whole."""
    person = request.user
    found = communities.membership_of(person.pk, circle) if isinstance(person, Person) else None
    if found is None:
        raise Http404
    context = {
        "circle": found.community,
        "rows": [(act, sentence(act)) for act in queries.acts_of(circle)],
        "whole": operations.first_broken() is None,
    }
    return render(request, "ledger/acts.html", context)


def sentence(act: ReadAct) -> str:
    """One act as a sentence; an act without one of its own is named as it is stored."""
    deed, _dot, part = act.act.rpartition(".")
    names = {
        "by": act.by or _("Somebody who has left"),
        "of": act.of or _("somebody who has left"),
        "part": _parts().get(part, part),
    }
    by_deed = {
        "role.given": _("%(by)s gave %(of)s a part: %(part)s."),
        "role.taken": _("%(by)s took a part back from %(of)s: %(part)s."),
        "competence.attested": _("%(by)s attested what %(of)s can do: %(part)s."),
        "circle.changed": _("%(by)s changed a setting of this circle: %(part)s."),
        "restatement.by-cards": _("%(by)s wrote down what the room's cards came to."),
    }
    by_act = {
        "circle.founded": _("%(by)s started this circle."),
        "operator.joined": _("%(by)s, who helps to run this service, came in."),
        "concern.delivered": _("What this circle let go was handed to the person who decides."),
    }
    told = by_act.get(act.act) or by_deed.get(deed)
    return told % names if told else f"{names['by']}: {act.act}"


def _parts() -> dict[str, str]:
    return {
        "steward": _("host"),
        "facilitator": _("facilitator"),
        "co-facilitator": _("co-facilitator"),
        "leader": _("leader"),
        "coach": _("coach"),
        "researcher": _("researcher"),
        **{area.value: str(area.label) for area in Area},
        "name": _("its name"),
        "serves": _("what it serves"),
        "language": _("its language"),
        "zone": _("its time zone"),
        "retention_days": _("how long words are kept"),
        "join_mode": _("the way in"),
        "recess_from": _("its rest"),
        "recess_until": _("its rest"),
    }
