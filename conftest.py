pytest_plugins = ["examadmin.clauses", "examadmin.testing.plugin"]
