"""How many threads the arithmetic of a question takes."""

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def one_for_products() -> None:
    """Let numpy's products run in the thread that asks, for the rest of the process.

    Those of a question are small. A second thread only spins between them, on the core that torch
    and faiss would have: 91 ms a question with it, 60 without, at 100,000 passages on two cores
    (benchmarks/results/latency.md).
    """
    threadpool_limits(limits=1, user_api="blas")
