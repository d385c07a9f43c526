"""The functions of XPath 1.0 and of ODK XForms, grouped as ODK's specification groups them.

Each is a plain Python function of plain values; `table` declares how forms call them.
"""
