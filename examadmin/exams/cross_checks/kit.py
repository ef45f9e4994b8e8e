"""How a cross check is written and found."""

ERROR, WARNING = True, False
CHECKS = []


def reads(*parts):
    """The parts of a profile that a check reads; it runs only when their shape is sound."""

    def add(check):
        check.parts = frozenset(parts)
        CHECKS.append(check)
        return check

    return add
