"""What the kernel tells plugins, after the transaction that made it true has been saved.

registration_confirmed, registration_cancelled: `registration`
session_cancelled, session_moved: `session`
"""

from django.dispatch import Signal

registration_confirmed = Signal()
registration_cancelled = Signal()
session_cancelled = Signal()
session_moved = Signal()
