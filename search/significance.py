"""How sure a difference between two runs is. The only file that knows scipy.

The test is the paired randomisation test on the difference of the means, as Smucker, Allan and
Carterette recommend it ("A Comparison of Statistical Significance Tests for Information Retrieval
Evaluation", CIKM 2007); the interval is the percentile bootstrap over the questions (Sakai,
"Evaluating Evaluation Metrics based on the Bootstrap", SIGIR 2006).
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

_DRAWS: Final = 9_999
_AT_A_TIME: Final = 500
_SEED: Final = 20261122
CONFIDENCE: Final = 0.95


def p_value(first: Sequence[float], second: Sequence[float]) -> float:
    """How likely a difference of the means this great is where each pair could be swapped.

    Exact for few questions, from 9,999 seeded draws for many; two-sided.
    """
    tested = stats.permutation_test(
        (np.asarray(first, float), np.asarray(second, float)),
        _difference,
        permutation_type="samples",
        vectorized=True,
        n_resamples=_DRAWS,
        batch=_AT_A_TIME,
        rng=np.random.default_rng(_SEED),
    )
    return float(tested.pvalue)


def interval(first: Sequence[float], second: Sequence[float]) -> tuple[float, float]:
    """Between what the mean difference of the second from the first lies, with 95 % confidence."""
    differences = np.asarray(second, float) - np.asarray(first, float)
    if np.ptp(differences) == 0:
        return float(differences[0]), float(differences[0])
    drawn = stats.bootstrap(
        (differences,),
        np.mean,
        n_resamples=_DRAWS,
        batch=_AT_A_TIME,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return float(drawn.low), float(drawn.high)


def _difference(
    first: NDArray[np.float64], second: NDArray[np.float64], axis: int
) -> NDArray[np.float64]:
    return np.asarray(np.mean(second - first, axis=axis))
