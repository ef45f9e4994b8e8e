"""The trail is append-only: the database itself refuses to change or delete a row.

A later migration that alters this table on SQLite rebuilds it and thereby loses the triggers; it
must end by creating them again (`examadmin.audit.triggers`).
"""

from django.db import migrations

from examadmin.audit import triggers


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.create(editor.connection),
            lambda apps, editor: triggers.drop(editor.connection),
        )
    ]
