"""The house keeps its order: tables point down, no migration is missing."""

import pytest
from django.apps import apps
from django.core.management import call_command

ORDER = [
    "accounts",
    "audit",
    "workflow",
    "documents",
    "jobs",
    "exams",
    "centers",
    "candidates",
    "scheduling",
]


def test_foreign_keys_point_down():
    upward = []
    for app in ORDER:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if not field.is_relation or field.auto_created or field.related_model is None:
                    continue
                target = field.related_model._meta.app_label
                if target in ORDER and ORDER.index(target) > ORDER.index(app):
                    upward.append(f"{model._meta.label}.{field.name} → {target}")
    assert not upward


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_app_of_ours_stands_in_the_order():
    ours = {c.label for c in apps.get_app_configs() if not c.name.startswith(("django", "rest_"))}
    with_tables = {label for label in ours if list(apps.get_app_config(label).get_models())}
    assert with_tables - {"axes"} == set(ORDER)
