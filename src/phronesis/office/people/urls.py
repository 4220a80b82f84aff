"""Addresses for coming in, going out, and what one comes in with."""

from django.urls import path

from phronesis.office.people import account, views

app_name = "people"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/link/<str:token>", views.link, name="link"),
    path("me/password", account.password, name="password"),
    path("me/address", account.address, name="address"),
    path("me/address/<str:token>", account.confirm_address, name="confirm-address"),
    path("sign-out", views.sign_out, name="sign-out"),
]
