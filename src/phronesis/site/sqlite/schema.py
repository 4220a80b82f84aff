"""Make order-free tables WITHOUT ROWID, and keep them so when Django remakes them.

SQLite's hidden rowid is the order of insertion and survives VACUUM, so an "unlinked" row
would still say when it came. Django rebuilds a table for most alterations, under the name
`new__<table>`, and would silently lose the clause: hence the rule by name.
"""

from typing import Any

from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as DjangoSchemaEditor

ORDER_FREE_PREFIX = "ballot_"
ORDER_FREE_TABLES = frozenset(
    {"rooms_contribution", "rooms_carried", "rooms_mark", "rooms_act", "vault_itemkey"}
)


def is_order_free(table: str) -> bool:
    name = table.removeprefix("new__")
    return name.startswith(ORDER_FREE_PREFIX) or name in ORDER_FREE_TABLES


class DatabaseSchemaEditor(DjangoSchemaEditor):
    def table_sql(self, model: Any) -> tuple[str, list[Any]]:
        sql, params = super().table_sql(model)
        if is_order_free(model._meta.db_table):
            sql = f"{sql} WITHOUT ROWID"
        return sql, params
