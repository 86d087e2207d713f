"""The agenda: what can be asked of it, its days and its month, each date as a card."""
