"""The machines in the admin: the list, its filters and saved views, the sheet of one, lots, shelves."""
