"""The site as people meet it: in a real Chromium, against real server processes."""
