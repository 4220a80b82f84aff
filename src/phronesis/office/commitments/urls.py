"""Addresses of what was brought to those who decide."""

from django.urls import path

from phronesis.office.commitments import views

app_name = "commitments"
urlpatterns = [
    path("concerns", views.brought_to_me, name="mine"),
    path("concerns/<uuid:concern>", views.concern_page, name="concern"),
    path("circles/<uuid:community>/concerns", views.brought_by_circle, name="circle"),
]
