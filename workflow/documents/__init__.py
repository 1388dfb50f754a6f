"""Official papers on A4: what a page says, set as PDF with embedded Chinese typefaces and a code to check it by.

Whoever hands words to this floor hands data: templates lay them out and never run them.
"""
