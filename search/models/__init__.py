"""What the search keeps: one document for each public row, and the words that editors make equal."""

from .document import SearchDocument
from .synonym import Synonym
from .word import SearchWord

__all__ = ["SearchDocument", "SearchWord", "Synonym"]
