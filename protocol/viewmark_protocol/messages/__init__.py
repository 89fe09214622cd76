"""Messages, each declared once as data; `registry` knows them all."""
