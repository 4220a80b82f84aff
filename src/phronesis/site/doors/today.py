"""The first page: signed out, what this is; signed in, what is near."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "site/home.html", {})
