"""Verbs: each checks, changes and writes its audit row in one transaction."""
