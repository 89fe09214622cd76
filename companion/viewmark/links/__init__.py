"""Who and what weapons were found with: entities, how they are related to a check, and who may see which."""
