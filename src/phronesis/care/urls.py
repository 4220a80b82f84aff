"""Addresses that work without sign-in, database or JavaScript."""

from django.urls import path

from phronesis.care import views

app_name = "care"
urlpatterns = [
    path("care", views.care, name="care"),
    path("not-protected", views.not_protected, name="not-protected"),
    path("promises", views.promises, name="promises"),
]
