"""Parts that pages are made of: shell, tables, forms, registries, API answers."""
