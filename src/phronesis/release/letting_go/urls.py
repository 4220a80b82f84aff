"""The page on which a text is let go, and the script that keeps that page on the phone."""

from django.urls import path

from phronesis.release.letting_go import views

app_name = "letting_go"
urlpatterns = [
    path("let-go", views.page, name="let-go"),
    path("let-go/worker.js", views.worker, name="worker"),
]
