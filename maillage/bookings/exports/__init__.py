"""Tables that a team takes away: registrations, attendance, counts; as CSV or as a spreadsheet."""
