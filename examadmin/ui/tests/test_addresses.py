"""Nothing that we serve asks for an address outside the server, or needs code inside a page."""

import re

from . import files

ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}[^\s"')]*""", re.IGNORECASE)
NAMES_ONLY = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}  # never fetched
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:")


def test_no_file_names_an_address_outside_the_server():
    found = {}
    for path in [*files.templates(), *files.static()]:
        if named := set(ADDRESS.findall(path.read_text("utf-8"))) - NAMES_ONLY:
            found[files.name(path)] = named
    assert found == {}


def test_no_template_holds_script_or_style_of_its_own():
    """The content security policy would refuse it anyway, silently."""
    found = {}
    for path in files.templates():
        markup = re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text("utf-8"), flags=re.DOTALL)
        if parts := INLINE.findall(markup):
            found[files.name(path)] = parts
    assert found == {}
