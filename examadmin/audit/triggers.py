"""The triggers that make the trail append-only, for SQLite and PostgreSQL."""

TABLE = "audit_entry"
SENTENCE = "audit_entry is append-only"

CREATE = {
    "sqlite": [
        f"""CREATE TRIGGER audit_entry_no_{act} BEFORE {act} ON {TABLE}
            BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
        for act in ("update", "delete")
    ],
    "postgresql": [
        f"""CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation'; END $$""",
        f"""CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()""",
        f"""CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON {TABLE}
            FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
    ],
}
DROP = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS audit_entry_no_update",
        "DROP TRIGGER IF EXISTS audit_entry_no_delete",
    ],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS audit_entry_no_change ON {TABLE}",
        f"DROP TRIGGER IF EXISTS audit_entry_no_truncate ON {TABLE}",
        "DROP FUNCTION IF EXISTS audit_entry_refuse()",
    ],
}


def create(connection):
    _run(connection, CREATE)


def drop(connection):
    _run(connection, DROP)


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
