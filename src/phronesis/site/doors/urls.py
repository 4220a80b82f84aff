"""Addresses of the doors."""

app_name = "doors"
urlpatterns: list[object] = []
