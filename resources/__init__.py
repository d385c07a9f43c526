"""Words, fonts, icons, palettes and samples: files, and the few lines that find them."""
