"""Ours beside an anchor, in one run: `python3 run.py bench`. Ratios are what counts; machines differ."""
