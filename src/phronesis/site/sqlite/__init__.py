"""SQLite as Django knows it, with tables that keep no order of arrival."""
