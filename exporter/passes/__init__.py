"""Functions from tree to tree that several backends share. They change the tree they are given, a private one
from thaw().
"""
