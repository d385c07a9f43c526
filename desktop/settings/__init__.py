"""Settings: how it looks, when it locks, the passphrase, and what this notebook and this program are."""
