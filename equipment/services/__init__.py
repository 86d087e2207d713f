"""What is written: a machine's arrival, its changes, the findings about its data."""

from equipment.services.arrivals import receive, receive_lot
from equipment.services.transitions import apply, undo

__all__ = ["apply", "receive", "receive_lot", "undo"]
