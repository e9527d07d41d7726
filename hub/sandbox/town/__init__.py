"""The town: simulated customers who live outside the hub and only use doors that real ones have."""
