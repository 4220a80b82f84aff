"""What people type about themselves."""

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """Name, language and profession: what a person says about herself."""

    name = forms.CharField(
        max_length=120,
        error_messages={"required": _("Tell us what you would like to be called.")},
    )
    language = forms.ChoiceField(
        choices=lambda: settings.LANGUAGES,
        error_messages={"invalid_choice": _("Choose one of the languages on the list.")},
    )
    profession = forms.CharField(max_length=80, required=False)


class AddressForm(forms.Form):
    """An address to come in with from now on."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": _("Type the address you want to come in with."),
            "invalid": _("This does not look like an e-mail address. Nothing was changed."),
        },
    )


class PasswordForm(forms.Form):
    """A password of at least twelve characters."""

    password = forms.CharField(
        max_length=200,
        strip=False,
        error_messages={"required": _("Choose a password, or a sentence only you know.")},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
