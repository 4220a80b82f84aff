"""What people see of circles: the circle itself, hosting it, coming in, and one's own page."""

from phronesis.office.communities.views.circle import circle_response

__all__ = ["circle_response"]
