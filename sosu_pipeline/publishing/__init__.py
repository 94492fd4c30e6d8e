"""What leaves the house: immutable publications, the pointer that readers follow, and the gate.

Here belong the published tables' last step (small groups hidden, BI types, fixed order), the
folder they lie in and the decision to move the pointer. What the figures mean belongs in the
marts, and how small groups are hidden in ``privacy``.
"""
