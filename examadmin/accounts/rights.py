"""The table of rights: which posts may do what. Each app fills in its own part, from its
`permissions.py`, when it is ready; the answer for a person is centers' business."""

from .choices import Role

_holders: dict[str, frozenset[Role]] = {}
_titles: dict[str, str] = {}


def register(app: str, table: dict) -> None:
    """Add an app's rights: {name: (what a person reads, roles that hold it)}."""
    for name, (title, roles) in table.items():
        _holders[f"{app}.{name}"] = frozenset(roles)
        _titles[f"{app}.{name}"] = title


def holders(perm: str) -> frozenset[Role]:
    """The posts that hold a right. An unknown right is a programming error."""
    return _holders[perm]


def title(perm: str) -> str:
    return _titles[perm]


def known() -> list[str]:
    return sorted(_holders)
