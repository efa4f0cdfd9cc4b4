"""What the parts of a plan pack say of each other, checked on plain data; ``rules/pack_check.py`` runs it all."""
