"""The first run: language, passphrase, a practice note, who one is, and the card of one's headquarters."""
