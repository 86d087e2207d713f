"""The desk of the workshop in the admin: who asks, who gives, who borrows, what it costs."""
