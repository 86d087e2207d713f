"""Refurbished equipment: machines and their life, donations, loans, labels, the public stock."""
