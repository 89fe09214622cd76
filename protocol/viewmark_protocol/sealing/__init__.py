"""What lies on a handheld that can be stolen: sealed records, boxes, wrapped keys, and the PIN's stretching."""
