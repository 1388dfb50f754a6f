"""Class against class: is one a repetition of the other, said in parts that add up.

Everything here is whole numbers on plain values; where classes are kept and found is the store's.
"""
