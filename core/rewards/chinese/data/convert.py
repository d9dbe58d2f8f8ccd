"""Makes dictionary.txt.gz and tables.json.gz of this folder from jieba 0.42.1's source distribution.

    pip download jieba==0.42.1 --no-deps --no-binary :all: && tar xf jieba-0.42.1.tar.gz
    python3 convert.py jieba-0.42.1

The dictionary loses its part-of-speech tags and is sorted by UTF-16 unit (a trie is then built in one pass). `total` is
the sum over all lines, a word listed twice included, as jieba sums it. `logarithms` are C's: an engine's own Math.log
differs in the last bit for frequencies as common as 3, and ties between segmentations hang on that bit.
"""

import gzip
import importlib.util
import json
import math
import sys
from pathlib import Path

source = Path(sys.argv[1]) / "jieba"
here = Path(__file__).parent


def table(name):
    spec = importlib.util.spec_from_file_location(name, source / "finalseg" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.P


words, total = {}, 0
for line in (source / "dict.txt").read_text(encoding="utf-8").splitlines():
    word, frequency = line.strip().split(" ")[:2]
    words[word] = int(frequency)
    total += int(frequency)

lines = [f"{word} {words[word]}\n" for word in sorted(words, key=lambda word: word.encode("utf-16-be"))]
tables = {
    "total": total,
    "logarithms": {str(n): math.log(n) for n in sorted({1, total, *words.values()}) if n > 0},
    "start": table("prob_start"),
    "transition": table("prob_trans"),
    "emission": table("prob_emit"),
}
(here / "dictionary.txt.gz").write_bytes(gzip.compress("".join(lines).encode(), 9, mtime=0))
packed = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
(here / "tables.json.gz").write_bytes(gzip.compress(packed.encode(), 9, mtime=0))
