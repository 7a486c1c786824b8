"""Metrics, one a file, each defined in its file's docstring; `METRICS` lists them in table order."""

from __future__ import annotations

from evals.metrics._metric import Counts, Metric, Scored, summed
from evals.metrics.abstention import ABSTAINED, NEEDLESS
from evals.metrics.case_right import CASE_RIGHT
from evals.metrics.code_distance import CODE_DISTANCE
from evals.metrics.code_f1 import CATEGORY_F1, CODE_F1
from evals.metrics.code_precision import CATEGORY_PRECISION, CODE_PRECISION
from evals.metrics.code_recall import CATEGORY_RECALL, CODE_RECALL
from evals.metrics.cost import TOKENS
from evals.metrics.failures import FAILED
from evals.metrics.forbidden import FORBIDDEN
from evals.metrics.invalid_codes import INVALID
from evals.metrics.pairs import PAIR_RIGHT, with_pairs
from evals.metrics.queries import QUERIED
from evals.metrics.quotes import QUOTES
from evals.metrics.rejections import REJECTED
from evals.metrics.section_at_k import DECIDING_AT_1, SECTION_AT_1, SECTION_AT_3
from evals.metrics.section_precision import SECTION_PRECISION
from evals.metrics.section_recall import SECTION_RECALL
from evals.metrics.sequence import FIRST_LISTED, IN_ORDER
from evals.metrics.term_rank import TERM_AT_1, TERM_AT_5, TERM_AT_10
from evals.metrics.verdict import VERDICT_MISSING, VERDICT_RIGHT, VERDICT_WRONG

__all__ = ["METRICS", "Counts", "Metric", "Scored", "summed", "with_pairs"]

METRICS: tuple[Metric, ...] = (
    SECTION_AT_1,
    SECTION_AT_3,
    DECIDING_AT_1,
    SECTION_RECALL,
    SECTION_PRECISION,
    QUOTES,
    VERDICT_RIGHT,
    VERDICT_WRONG,
    VERDICT_MISSING,
    CODE_RECALL,
    CODE_PRECISION,
    CODE_F1,
    CATEGORY_RECALL,
    CATEGORY_PRECISION,
    CATEGORY_F1,
    CODE_DISTANCE,
    CASE_RIGHT,
    PAIR_RIGHT,
    FIRST_LISTED,
    IN_ORDER,
    FORBIDDEN,
    ABSTAINED,
    NEEDLESS,
    INVALID,
    TERM_AT_1,
    TERM_AT_5,
    TERM_AT_10,
    REJECTED,
    QUERIED,
    TOKENS,
    FAILED,
)
