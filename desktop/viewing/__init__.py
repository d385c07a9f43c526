"""Looking at attachments: pictures, papers and texts, in memory alone. Other programs are never asked."""
