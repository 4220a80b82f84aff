"""What people see of circles: the circle itself, hosting it, coming in, and one's own page."""
