"""Papers made for print from the rows, each time they are opened: nothing of them is stored."""
