"""Look-ups measured on official files that the user has (`make eval-terms`).

_sets       what is asked: Index paths, reworded titles, cells of tables, notes
_asking     how an answer is taken, with the Index loaded or not
_figures    rank 1, first ten, right category, time; each set's untouched fifth apart
_parts      what each part of term finding is worth
_tables     the tables printed and written into the documentation

A fifth of every set, by a checksum of its terms, was not looked at while anything was changed; its
figures stand in a column of their own.
"""

from __future__ import annotations

from evals.terms._run import Files, measured

__all__ = ["Files", "measured"]
