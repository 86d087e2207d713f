"""What the search keeps: a document for each public row, what changed, and the words made equal."""

from .change import ChangeTarget, IndexChange
from .document import SearchDocument
from .synonym import Synonym
from .word import SearchWord

__all__ = ["ChangeTarget", "IndexChange", "SearchDocument", "SearchWord", "Synonym"]
