"""A real server for the pages that need no database, on a free port of this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: a test run is not an access log."""


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served(**changed: object) -> Iterator[str]:
    """The address of a server with these settings changed. No database may be touched."""
    with override_settings(ROOT_URLCONF="tests.design.urls", **changed):
        server = make_server(
            "127.0.0.1", 0, WSGIHandler(), server_class=Threads, handler_class=Quiet
        )
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        server.server_close()
