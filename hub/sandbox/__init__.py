"""Rapport on one machine: own PostgreSQL and Valkey, every process, and the simulated town."""
