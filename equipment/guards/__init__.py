"""What the database itself refuses, whichever door is tried."""
