from django.urls import path

from phronesis.commons.rooms import views

app_name = "rooms"
urlpatterns = [
    path("in", views.ask_code, name="ask-code"),
    path("write", views.show_write, name="write"),
    path("write/worker.js", views.worker, name="worker"),
]
