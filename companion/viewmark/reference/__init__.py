"""Reference tables: codes of makes, calibres and types, and makers' models, imported from public files."""
