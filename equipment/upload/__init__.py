"""The screen where a workshop brings its inventories and logs: chosen, looked at, then imported."""
