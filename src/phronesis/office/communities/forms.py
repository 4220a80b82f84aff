"""What people type about circles."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from phronesis.office.communities.elements import elements
from phronesis.office.communities.models import Community, StageEntry
from phronesis.office.people.forms import NameForm, PasswordForm
from phronesis.office.people.models import Area

A_DAY = {
    "required": _("Choose a day."),
    "invalid": _("This does not look like a day. Write it as 2027-03-31."),
}
ONE_OF_THESE = {"invalid_choice": _("Choose one of these."), "required": _("Choose one of these.")}


class FoundForm(forms.Form):
    """A circle in a minute; its charter can wait."""

    name = forms.CharField(
        max_length=80, error_messages={"required": _("Give the circle a name people can say.")}
    )
    kind = forms.ChoiceField(choices=Community.Kind.choices, error_messages=ONE_OF_THESE)
    serves = forms.CharField(max_length=120, required=False)
    language = forms.ChoiceField(choices=lambda: settings.LANGUAGES, error_messages=ONE_OF_THESE)
    host = forms.EmailField(
        required=False, error_messages={"invalid": _("This does not look like an e-mail address.")}
    )


class InviteForm(forms.Form):
    """By mail, to one address."""

    to = forms.EmailField(
        error_messages={
            "required": _("Type the address the invitation should go to."),
            "invalid": _("This does not look like an e-mail address. Nothing was sent."),
        }
    )
    role = forms.ChoiceField(
        required=False,
        choices=[("", ""), ("steward", ""), ("facilitator", ""), ("co-facilitator", "")],
        error_messages=ONE_OF_THESE,
    )


class StandingForm(forms.Form):
    """Coming in: one's own standing, and the text one agrees to."""

    standing = forms.BooleanField(
        error_messages={
            "required": _(
                "This circle is for people who can say this. If you cannot, it is not the "
                "right one for you. Nobody is told that you looked."
            )
        }
    )
    agree = forms.BooleanField(
        error_messages={"required": _("Everybody in the circle agrees to these lines first.")}
    )


class ByMailForm(StandingForm):
    """Coming in from a mail, new here: the mail has shown whose address it is."""

    name = NameForm.base_fields["name"]
    profession = NameForm.base_fields["profession"]


class ByCodeForm(ByMailForm, PasswordForm):
    """Coming in from a code, new here: a name to sign in with is given, a password chosen."""


class StageForm(forms.Form):
    """Where the circle stands, and why."""

    stage = forms.ChoiceField(choices=StageEntry.Stage.choices, error_messages=ONE_OF_THESE)
    reason = forms.CharField(
        max_length=400,
        error_messages={"required": _("Say in a sentence why. Later you will want to know.")},
    )


class SettingsForm(forms.Form):
    """What hosts settle for their circle. Its kind is not here: it stands on what people agreed."""

    name = FoundForm.base_fields["name"]
    serves = FoundForm.base_fields["serves"]
    language = FoundForm.base_fields["language"]
    zone = forms.CharField(
        max_length=64, error_messages={"required": _("Choose the time zone you meet in.")}
    )
    retention_days = forms.IntegerField(
        min_value=1,
        max_value=365,
        error_messages={
            "required": _("Say for how many days words are kept: 1 to 365."),
            "invalid": _("Say for how many days words are kept: 1 to 365."),
            "min_value": _("Words are kept for one day at least."),
            "max_value": _("Words are kept for 365 days at most."),
        },
    )
    join_mode = forms.ChoiceField(choices=Community.JoinMode.choices, error_messages=ONE_OF_THESE)
    recess_from = forms.DateField(required=False, error_messages=A_DAY)
    recess_until = forms.DateField(required=False, error_messages=A_DAY)

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if zone not in available_timezones():
            raise ValidationError(_("We do not know this time zone. Choose one from the list."))
        return zone

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, ends = given.get("recess_from"), given.get("recess_until")
        if bool(begins) != bool(ends) and not self.errors.keys() & {"recess_from", "recess_until"}:
            self.add_error("recess_from", _("Say both days of the rest, or neither."))
        elif begins and ends and ends < begins:
            self.add_error("recess_until", _("A rest ends on the day it begins or later."))
        return given


class AttestForm(forms.Form):
    """One area, until a day."""

    area = forms.ChoiceField(choices=Area.choices, error_messages=ONE_OF_THESE)
    until = forms.DateField(error_messages=A_DAY)


def charter_answers(posted: Any) -> dict[str, dict[str, Any]]:
    """The charter's elements out of a posted form: picks and free words."""
    return {
        element.id: {
            "picks": posted.getlist(f"{element.id}-picks"),
            "words": posted.get(f"{element.id}-words", ""),
        }
        for element in elements()
    }
