"""Addresses of the look itself."""

from django.urls import path

from phronesis.design import views

app_name = "design"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("problems/<int:status>", views.example_problem, name="problem"),
    path("language/<str:code>", views.choose_language, name="language"),
]
