"""Where things are kept: SQLAlchemy Core tables, the same on SQLite and PostgreSQL.  No rules."""
