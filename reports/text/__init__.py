"""Text on paper: bidi, fonts, shaping, lines and embedded glyphs. Knows reportlab, never Qt."""
