"""What people see of the calendar."""
