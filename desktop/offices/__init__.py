"""Offices: one's own card, whom one trusts, and trusting another after comparing check words by voice."""
