"""Addresses for coming in and going out."""

from django.urls import path

from phronesis.office.people import views

app_name = "people"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/link/<str:token>", views.link, name="link"),
    path("sign-out", views.sign_out, name="sign-out"),
]
