"""Only the pages that need no database; the tests of the look run against these."""

from django.urls import include, path

urlpatterns = [
    path("design/", include("phronesis.design.urls")),
    path("", include("phronesis.care.urls")),
]
handler404 = "phronesis.site.problems.not_found"
