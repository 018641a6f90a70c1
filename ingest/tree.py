"""The tree that a PDF lists its pages in, told from pypdf's objects of it.

pdfium believes the number that stands at the root; some files state fewer pages than they list.
"""

from typing import Any


def holds_more(root: Any, known: int) -> bool:
    """Whether a tree of pages states or lists more than are known.

    A node that states as many pages as it has branches is believed where its first and its last are
    pages: to look at every page takes as long as a tenth of reading them all.
    """
    if int(root.get("/Count", 0)) > known:
        return True
    found, waiting = 0, [root]
    # Kept, so that none is taken for another one: a tree that bites its tail is followed once.
    seen: dict[int, Any] = {}
    while waiting and found <= known:
        node = waiting.pop().get_object()
        if not isinstance(node, dict):
            continue
        if "/Kids" not in node:
            found += 1
        elif id(node) not in seen:
            seen[id(node)] = node
            branches = node["/Kids"]
            if int(node.get("/Count", 0)) == len(branches) and _are_pages(branches):
                found += len(branches)
            else:
                waiting += branches
    return found > known


def _are_pages(branches: Any) -> bool:
    ends = [one.get_object() for one in (*branches[:1], *branches[-1:])]
    return all(isinstance(one, dict) and "/Kids" not in one for one in ends)
