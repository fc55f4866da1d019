"""What the law of chosen places says of the findings of a document.

A stage between engine and report. It knows no law: what is forbidden where stands in the
jurisdiction files. It knows the *topics* that those files name (what kind of construction, where
its words are looked for), dates, inheritance, and how a notice or disclosure is read.
"""
