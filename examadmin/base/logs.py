"""One event, one line: user text in a log record can neither break lines nor paint terminals."""

import logging

_UNSAFE = {i: f"\\x{i:02x}" for i in (*range(32), 127)}


class OneLine(logging.Formatter):
    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record):
        text = super().format(record)
        head, *trace = text.split("\nTraceback", 1)
        line = head.translate(_UNSAFE)
        return line + "\nTraceback" + trace[0] if trace else line
