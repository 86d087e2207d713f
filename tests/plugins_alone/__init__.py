"""Each plugin works in any Wagtail site with the kernel that it stands on, and leaves no trace elsewhere."""
