"""What documents are put together from: sheets, styles, pages with head and foot, rows, pictures. Knows reportlab."""
