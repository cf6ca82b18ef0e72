"""Vector PDFs for the printer: change notices and one sheet per grid for the field."""
