"""Files coming in: read line by line, refuse what cannot be taken and say why, take the rest in batches."""
