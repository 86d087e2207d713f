"""What the log keeps out: a personal link opens a registration to whoever reads it."""

from __future__ import annotations

import logging
import re

# What `maillage.privacy.links.sign()` makes: an identifier, a counter, the moment, the signature.
_TOKEN = re.compile(r"[\w-]+\.\d+\.[A-Za-z0-9]{5,8}\.[\w-]{43}", re.ASCII)


class WithoutPersonalLinks(logging.Filter):
    """Writes « … » in the place of each signed token of a line: Django logs the path of every 4xx."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the line; it is always written."""
        message = record.getMessage()
        cleaned = _TOKEN.sub("…", message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()
        return True
