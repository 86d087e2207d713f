"""The workshop on a phone: a machine's card behind its QR code, what may be done to it, the shelves."""
