# Here and not as `-p` in pytest.ini: only now is the project's folder on the path.
pytest_plugins = ["examadmin.clauses"]
