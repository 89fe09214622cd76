"""The register's HTTP interface under `/v1`, one noun a file."""
