"""The kernel of Maillage: one small app per noun, imported downwards only."""

__version__ = "0.1.0"
