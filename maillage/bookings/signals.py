"""What the kernel tells plugins, after the transaction that made it true has been saved.

registration_confirmed, registration_cancelled: `registration`
session_cancelled, session_moved, session_postponed: `session`

In the transaction itself: seats_changed: `dates`, a sequence of sessions whose seats were taken or freed.
"""

from django.dispatch import Signal

registration_confirmed = Signal()
registration_cancelled = Signal()
session_cancelled = Signal()
session_moved = Signal()
session_postponed = Signal()
seats_changed = Signal()
