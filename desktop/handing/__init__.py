"""Hand over: what leaves and what stays, where to, the walk to the drive, and what became of it before."""
