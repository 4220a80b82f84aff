"""What a facilitator types when she drafts."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from phronesis.commons.insights.texts import LONGEST

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TOO_LONG = _("Keep this under %(limit_value)d characters. Nothing was lost; your words are below.")


def _part(label: "StrOrPromise", *, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        required=False,
        max_length=LONGEST,
        label=label,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class RestatementForm(forms.Form):
    """One restatement: its words, and to whom it would go."""

    parts: ClassVar[tuple[str, ...]] = (
        "title",
        "situation",
        "pulled",
        "did",
        "not_where",
        "doubt",
        "carried_by",
        "would_change",
    )

    options: ClassVar[dict[str, list[tuple[str, "StrOrPromise"]]]] = {
        "kind": [
            ("insight", _("what we learned, and where it does not carry")),
            ("question", _("a question we carry on")),
            ("concern", _("something for those who decide")),
        ],
        "destination": [
            ("circle", _("to our circle, and those who come later")),
            ("leader", _("to a person who decides")),
        ],
    }

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is it?"), choices=options["kind"])
    destination = forms.ChoiceField(label=_("Where would it go?"), choices=options["destination"])
    addressed_to = forms.ChoiceField(required=False, label=_("To whom?"))
    title = forms.CharField(
        max_length=160,
        label=_("In one sentence"),
        error_messages={
            "required": _("Say it in one sentence. The rest may stay empty."),
            "max_length": TOO_LONG,
        },
    )
    situation = _part(_("The situation, without a person, a date or a place"))
    pulled = _part(_("What pulled, on several sides"))
    did = _part(_("What people did"))
    not_where = _part(_("Where it does not carry"))
    doubt = _part(_("The doubt that remains"))
    carried_by = _part(_("Who carries it today"), rows=2)
    would_change = _part(_("What would have to change"), rows=2)

    def __init__(self, *args: Any, leaders: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["addressed_to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared above
        field.choices = [("", "—"), *leaders]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("destination") == "leader" and not given.get("addressed_to"):
            self.add_error("addressed_to", _("Choose the person it would go to."))
        if given.get("destination") != "leader":
            given["addressed_to"] = None
        elif given.get("addressed_to"):
            given["addressed_to"] = UUID(given["addressed_to"])
        return given
