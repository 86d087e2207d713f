"""What stands between people and every app: forms, pictures."""
