"""What people are told about their data, and how it leaves before its registration does."""
