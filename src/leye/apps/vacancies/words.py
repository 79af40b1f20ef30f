"""The index of words: SQLite's FTS5 or PostgreSQL's GIN, asked alike."""

from collections.abc import Collection, Iterable

from django.db import connection

from leye.apps import loading

TABLE = "vacancy_words"


def statements(vendor: str) -> list[str]:
    """What makes the index; for the migration."""
    if vendor == "sqlite":
        return [f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, tokenize='unicode61')"]
    return [
        f"CREATE TABLE {TABLE} (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
        f"CREATE INDEX {TABLE}_gin ON {TABLE} USING gin (words)",
    ]


def put(rows: Iterable[tuple[int, Collection[str]]]) -> None:
    """Set the words of vacancies."""
    told = [(pk, " ".join(words)) for pk, words in rows]
    if not told:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            where = loading.among("rowid")
            cursor.execute(
                f"DELETE FROM {TABLE} WHERE {where}",
                [loading.many([pk for pk, _ in told])],  # type: ignore[list-item]
            )
            cursor.executemany(f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, %s)", told)
        else:
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, words) VALUES (%s, array_to_tsvector(string_to_array(%s, ' '))) "
                "ON CONFLICT (rowid) DO UPDATE SET words = EXCLUDED.words",
                told,
            )


def ids(words: Collection[str], before: int, many: int) -> list[int]:
    """The newest vacancies below an id that have all the words. One character stands for a beginning."""
    if connection.vendor == "sqlite":
        asked = " AND ".join(f'"{word}"*' if len(word) == 1 else f'"{word}"' for word in words)
        where = f"{TABLE} MATCH %s"
    else:
        asked = " & ".join(f"'{word}':*" if len(word) == 1 else f"'{word}'" for word in words)
        where = "words @@ %s::tsquery"
    statement = (
        f"SELECT rowid FROM {TABLE} WHERE {where} AND rowid < %s ORDER BY rowid DESC LIMIT %s"
    )
    return [row[0] for row in loading.rows(statement, [asked, before, many])]
