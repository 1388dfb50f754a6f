"""Reads spreadsheets that people fill in (xlsx, csv) and writes those they get: no database, no web, no clock."""
