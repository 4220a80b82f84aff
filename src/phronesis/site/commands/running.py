"""Commands that serve."""

import errno
import socket
import sys
from argparse import Namespace
from pathlib import Path

from phronesis.site.commands.installation import begin
from phronesis.site.commands.stop import Stop


def serve(options: Namespace) -> int:
    begin(options.data)
    from django.conf import settings  # noqa: PLC0415

    if options.workers > 1 and not settings.CONFIG.postgres:
        raise Stop("SQLite means exactly one web process. Use --workers 1, or set postgres.")
    if options.workers > 1:
        raise Stop("Several web processes come with a later version. Use --workers 1.")
    refuse_unsafe()
    refuse_taken(options.host, options.port)
    run_server(options.host, options.port)
    return 0


def refuse_unsafe() -> None:
    """Start only when keys, durability settings and migrations are as promised."""
    from django.conf import settings  # noqa: PLC0415

    from phronesis.care import checks as care  # noqa: PLC0415
    from phronesis.site import checks, clock, views  # noqa: PLC0415

    found = list(checks.unsafe())
    if found:
        raise Stop("\n".join([*found, "Nothing was started."]), 1)
    waiting = views.planes_not_migrated()
    if waiting:
        raise Stop(f"Not migrated: {', '.join(waiting)}. Run: phronesis migrate", 1)
    for line in care.unfilled(settings.CONFIG.care, clock.now().date()):
        sys.stderr.write(f"{line}\n")


def refuse_taken(host: str, port: int) -> None:
    """Say it, and what to do, before anything is built or printed for a port that is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as problem:
        taken = problem.errno == errno.EADDRINUSE
        raise Stop(
            f"{host}, port {port}: {'is taken' if taken else problem.strerror}. "
            f"Name another with --port, or with make demo PORT={port % 65535 + 1}.",
            1,
        ) from problem


def run_server(host: str, port: int) -> None:
    """uvicorn, one process, no access log: a log of addresses would be a log of people."""
    import uvicorn  # noqa: PLC0415

    uvicorn.run(
        "phronesis.site.asgi:application",
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
        lifespan="on",
    )


def demo(options: Namespace) -> int:
    from phronesis.site import demonstration  # noqa: PLC0415

    data = options.data if options.data != Path("data") else Path("demo-data")
    if not options.no_serve:
        refuse_taken("127.0.0.1", options.port)
    return demonstration.run(
        data, port=options.port, fresh=options.fresh, serve=not options.no_serve
    )
