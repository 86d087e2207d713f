"""What people are told: written to the outbox with the change, made into words when it leaves."""
