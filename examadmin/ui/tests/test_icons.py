"""Every icon that a page asks for is drawn."""

import re

from examadmin.ui.registry import menu_items

from . import files


def test_every_icon_that_is_asked_for_exists():
    sprite = (files.ROOT / "templates/ui/icons.html").read_text("utf-8")
    drawn = set(re.findall(r'id="i-([a-z-]+)"', sprite))
    asked = {item.icon for item in menu_items}
    for path in files.templates():
        asked |= set(re.findall(r'{% icon "([a-z-]+)" %}', path.read_text("utf-8")))
    assert asked <= drawn, asked - drawn
