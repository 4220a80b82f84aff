"""The address at which a circle reads what was done in it."""

from django.urls import path

from phronesis.release.ledger import views

app_name = "ledger"
urlpatterns = [path("circles/<uuid:circle>/acts", views.acts, name="acts")]
