"""The clause library: drafts for the council's lawyers, and which of them a report's findings call for.

`brief` is the short list that every report carries. `library` has the full texts of the families K1 to K17,
`suggest` picks clauses for one contract and says because of which finding, `numbering` fills in and numbers a
text, `lint` finds what a clause must not say, `kpis` proposes indicators and `stages` tells what may be asked
and used when. Nothing of this ranks a tender.
"""
