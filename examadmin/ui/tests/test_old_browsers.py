"""Chrome 109, the last for Windows 7, understands every style and script of ours."""

import re

from . import files

# First in Chrome: nesting 112, color-mix 111, subgrid 117, text-wrap 114, @scope 118, …
NEWER = {
    ".css": r"(?m)color-mix\(|subgrid|text-wrap|light-dark\(|@scope|@starting-style|field-sizing"
    r"|anchor-name|^\s*&|[{;]\s*&|oklch\(|interpolate-size|:popover-open|linear\(",
    ".js": r"\.toSorted|\.toReversed|\.toSpliced|Object\.groupBy|Map\.groupBy|Promise\.withResolvers"
    r"|Array\.fromAsync|showPopover|startViewTransition|URL\.canParse|\.isSubsetOf|\.isWellFormed",
}


def test_no_style_or_script_is_newer_than_chrome_109():
    found = {}
    for path in files.static():
        pattern = NEWER.get(path.suffix)
        if pattern and (uses := re.findall(pattern, path.read_text("utf-8"))):
            found[files.name(path)] = uses
    assert found == {}
