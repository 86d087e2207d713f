"""Dates as calendar files (RFC 5545): the file of one date, and the feeds that people subscribe to."""
