"""Every address, one line per room of the house."""

from django.urls import include, path

from phronesis.site import views

handler400 = "phronesis.site.problems.bad_request"
handler403 = "phronesis.site.problems.forbidden"
handler404 = "phronesis.site.problems.not_found"
handler500 = "phronesis.site.problems.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.alive, name="alive"),
    path("readyz", views.ready, name="ready"),
    # Doors first: the circle's page is office's, with what commons brings to it.
    path("", include("phronesis.site.doors.urls")),
    path("", include("phronesis.care.urls")),
    path("design/", include("phronesis.design.urls")),
    path("", include("phronesis.office.people.urls")),
    path("", include("phronesis.office.communities.urls")),
    path("", include("phronesis.office.calendar.urls")),
    path("", include("phronesis.office.commitments.urls")),
    path("", include("phronesis.commons.rooms.urls")),
    path("ballot/", include("phronesis.ballot.urls")),
    path("", include("phronesis.release.letting_go.urls")),
    path("", include("phronesis.release.ledger.urls")),
]
