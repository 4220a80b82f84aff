"""Look into an installation and print what it holds; each needs a process of its own."""

import json
import os
import sys
from dataclasses import asdict
from typing import Any


def circles() -> dict[str, Any]:
    from phronesis.commons.insights import queries as insights
    from phronesis.office.calendar import queries as calendar
    from phronesis.office.commitments import queries as commitments
    from phronesis.office.communities import queries
    from phronesis.office.communities.models import Community

    return {
        circle.name: {
            "kind": circle.kind,
            "size": queries.size_of(circle.pk),
            "stage": circle.stages.first().stage,
            "why": circle.stages.first().reason,
            "charter": sorted(
                line.id for line in queries.charter_lines(queries.present_charter(circle.pk))
            ),
            "series": [f"{s.weeks} {s.times}" for s in calendar.series_of(circle.pk)],
            "kept": [asdict(kept.text) for kept in insights.insights_of(circle.pk)],
            "brought": [
                {"sentence": c.sentence, "to": c.addressed_to.name}
                for c in commitments.brought_by(circle.pk)
            ],
        }
        for circle in Community.objects.all()
    }


def main() -> None:
    os.environ["PHRONESIS_DATA"] = sys.argv[1]
    os.environ["DJANGO_SETTINGS_MODULE"] = "phronesis.site.settings"
    import django

    django.setup()
    from phronesis.ballot.models import Result
    from phronesis.commons.rooms.models import Contribution, Room
    from phronesis.office.people.models import Person
    from phronesis.vault.operations import open_many

    bodies = {row.id: bytes(row.body) for row in Contribution.objects.all()}
    found = {
        "circles": circles(),
        "people": list(Person.objects.values_list("name", flat=True)),
        "words": [words for words in open_many(bodies).values() if words],
        "held": Contribution.objects.filter(state="held").count(),
        "carried": Contribution.objects.filter(carried=True).count(),
        "rooms closed": Room.objects.filter(closed_at__isnull=False).count(),
        "outcomes": sorted(Result.objects.values_list("outcome", flat=True)),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
