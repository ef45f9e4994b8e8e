pytest_plugins = [
    "examadmin.clauses",
    "examadmin.testing.plugin",
    "examadmin.testing.flush",
    "examadmin.testing.browser",
]
