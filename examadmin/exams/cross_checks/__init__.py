"""What must hold between the values of a profile.

A check is a generator of (is it an error, where, sentence). Errors stop the publication, warnings
are shown.
"""

from . import content, times
from .kit import CHECKS

__all__ = ["CHECKS", "content", "times"]
