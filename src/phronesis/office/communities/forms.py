"""What people type about circles."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from phronesis.office.communities.elements import elements
from phronesis.office.communities.models import Community, StageEntry
from phronesis.office.people.forms import NameForm, PasswordForm

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


def charter_answers(posted: Any) -> dict[str, dict[str, Any]]:
    """The charter's elements out of a posted form: picks and free words."""
    return {
        element.id: {
            "picks": posted.getlist(f"{element.id}-picks"),
            "words": posted.get(f"{element.id}-words", ""),
        }
        for element in elements()
    }
