"""Making the five PostgreSQL databases of a new installation."""

import psycopg
from django.conf import settings
from psycopg import sql


def make_databases() -> None:
    """Create each plane's database where it is not there yet."""
    for plane in settings.DATABASES.values():
        with psycopg.connect(
            host=plane["HOST"],
            port=plane["PORT"],
            user=plane["USER"],
            password=plane["PASSWORD"] or None,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            there = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [plane["NAME"]]
            ).fetchone()
            if not there:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} ENCODING 'UTF8'").format(
                        sql.Identifier(plane["NAME"])
                    )
                )
