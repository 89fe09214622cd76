"""How checks leave in the forms that authorities use, and come back. `README.md` maps the fields."""
