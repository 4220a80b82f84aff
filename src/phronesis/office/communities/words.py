"""What a kind of circle means, in the words printed on every invitation to it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from phronesis.office.communities.models import Community


class KindWords(NamedTuple):
    """A kind's name, what it means, and what somebody confirms about herself on joining."""

    name: str
    meaning: str
    standing: str


def kind_words(circle: Community) -> KindWords:
    """In the reader's language. They depend on the circle alone, never on who belongs to it."""
    where = {"where": circle.served}
    if circle.kind == Community.Kind.PEERS:
        return KindWords(
            _("A circle of peers"),
            _("Nobody in it manages, rosters or assesses anyone in %(where)s.") % where,
            _("I don't manage, roster or assess anyone in %(where)s.") % where,
        )
    if circle.kind == Community.Kind.ALL_RANKS:
        return KindWords(
            _("A circle of all ranks"),
            _("Seniors are present, and everyone knows it. Nothing personal is asked."),
            _("I know that people of all ranks are here, and that some may be my seniors."),
        )
    return KindWords(
        _("A circle of leaders"),
        _("For people who manage, roster or assess others. They need a room too."),
        _("I manage, roster or assess others, and I am here as one who learns."),
    )
