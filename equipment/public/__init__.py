"""What residents open: the stock, the request and donation forms, their own pages."""
