"""Labels with a QR code, as a PDF for sheets of stickers."""
