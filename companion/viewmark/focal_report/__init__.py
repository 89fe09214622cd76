"""The focal point's report: counts of SDG 16.4.2, and how complete and comparable each post's records are."""
