"""Publish the total of a year from the admin: look first, confirm, take back."""
