"""How django-allauth behaves in this house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up without an invitation, and nothing is learned from an address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """One and the same for everybody: a ward shares an address, so we do not look at it."""
        return "0.0.0.0"  # noqa: S104 -- no address is bound here
