from django.urls import path

from phronesis.ballot import views

app_name = "ballot"
urlpatterns = [
    path("gatherings/<uuid:gathering>/sheet", views.show_sheet, name="sheet"),
    path("sheets/<str:hash_>/ballots", views.cast, name="cast"),
    path("sheets/<str:hash_>/receipts", views.show_receipts, name="receipts"),
    path("withdrawals", views.ask_back, name="ask-back"),
]
