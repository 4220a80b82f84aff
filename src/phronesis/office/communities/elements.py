"""The elements of a charter (paper A, Table 2 and the four qualities of a practice).

Pick lists are the healthcare column of the table. What its authors only *propose* keeps that
flag wherever it is shown, so that no page claims more evidence than there is.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _


class Option(NamedTuple):
    """One entry of the table. `proposed`: the authors' suggestion, not yet evidence."""

    id: str
    label: str
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    id: str
    title: str
    question: str
    options: tuple[Option, ...] = ()
    proposed: bool = False

    @property
    def labels(self) -> dict[str, str]:
        return {option.id: option.label for option in self.options}


def elements() -> tuple[Element, ...]:
    """All eight, in the order of the table, in the reader's language."""
    return (*_aims(), *_ground(), *_practice())


def _aims() -> tuple[Element, ...]:
    return (
        Element(
            "purpose",
            _("Purpose"),
            _("What is the circle for?"),
            (
                Option("knowledge", _("Sharing knowledge")),
                Option("clinical-practice", _("Improving clinical practice")),
                Option("humanism", _("More humane care of better quality")),
                Option("translation", _("Bringing what is known into daily work")),
                Option("ethics", _("Addressing ethical issues and human suffering"), True),
            ),
        ),
        Element(
            "outcomes",
            _("What comes of it"),
            _("What would you like to see come of it?"),
            (
                Option("guidelines", _("Local guidelines and policies")),
                Option("adherence", _("Keeping better to policies that have evidence")),
                Option("quality", _("Better standards of care")),
                Option("moral", _("Carrying moral strain together, and going on well"), True),
            ),
        ),
    )


def _ground() -> tuple[Element, ...]:
    return (
        Element(
            "domain",
            _("What we share"),
            _("Which need to learn brings you together?"),
            (
                Option(
                    "humane-care",
                    _("Humane care of high quality, and the well-being of patients and of us"),
                ),
            ),
        ),
        Element(
            "community",
            _("How we learn together"),
            _("How do you learn from one another over time?"),
            (
                Option("discussion", _("Doing things together and discussing them")),
                Option("dialogue", _("Dialogue that deepens what we have lived through")),
            ),
        ),
    )


def _practice() -> tuple[Element, ...]:
    return (
        Element(
            "joint-enterprise",
            _("What we are up to"),
            _("What are you here to bring about, again and again?"),
            (
                Option("patient-care", _("Better care of patients")),
                Option("self-awareness", _("Knowing ourselves better, and staying whole")),
            ),
        ),
        Element(
            "mutual-engagement",
            _("How we change the work"),
            _("Which part of the system or its culture do you want to take up?"),
            (Option("system", _("Taking up the system and the culture of care")),),
        ),
        Element(
            "shared-repertoire",
            _("What we have in common"),
            _("Which methods, words and stories do you share?"),
            (
                Option("scarcity", _("Scarce means and heavy demand")),
                Option("patient-centred", _("Care that starts from the patient")),
            ),
        ),
        Element(
            "practical-wisdom",
            _("Practical wisdom"),
            _("What does experience teach here that no course teaches?"),
            (
                Option("self", _("Calling on oneself"), True),
                Option("other", _("Calling on the other: patient, family, colleague"), True),
                Option("problem", _("Calling on the problem itself"), True),
            ),
            proposed=True,
        ),
    )
