"""A bare Wagtail site, as somebody else would have it."""
