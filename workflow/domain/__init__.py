"""What the house is about: people, units, declarations, money, audiences.  Pure values, no rules of one year."""
