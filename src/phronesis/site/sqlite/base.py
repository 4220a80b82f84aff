"""Django's SQLite backend with our schema editor."""

from django.db.backends.sqlite3.base import DatabaseWrapper as DjangoDatabaseWrapper

from phronesis.site.sqlite.schema import DatabaseSchemaEditor


class DatabaseWrapper(DjangoDatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
