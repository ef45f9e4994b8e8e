"""Search without leaving traces: what people type (names, identity numbers) never stands in an
address, a log or the history of a browser. The address carries it sealed."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag

from examadmin.base.seal import seal, unseal

SHORTEST, LONGEST = 2, 60


def token_of(text: str) -> str:
    return urlsafe_b64encode(seal(text)).decode()


def text_of(token: str) -> str:
    """What was searched; nothing for a token that is not ours."""
    try:
        return unseal(urlsafe_b64decode(token))
    except (ValueError, InvalidTag):
        return ""
