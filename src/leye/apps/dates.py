"""The Shanghai day of an instant as a database counts it: for constraints between a day and an instant."""

from typing import Any

from django.db.models import DateField, Func


class ShanghaiDay(Func):
    """The day in Shanghai; one hour for all of China, without summer time since 1991."""

    arity = 1
    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps instants as text in UTC."""
        template = "date(%(expressions)s, '+8 hours')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By the zone's name: the same for whoever asks, whatever his own zone is."""
        template = "((%(expressions)s) AT TIME ZONE 'Asia/Shanghai')::date"
        return self.as_sql(compiler, connection, template=template, **context)
