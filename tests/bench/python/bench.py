"""Responses a second of the plain Python rewards on one core: a JSON object a reward on stdout.

    python bench.py cases.json SECONDS

cases.json: {reward: [[data_source, response, ground_truth, extra_info], ...]}. CPU time of this process is measured, so
that other work on the machine does not count. A slow reward runs its cases once; the first call, which imports the
packages and loads the dictionary, does not count.
"""

import json
import sys
import time

import rewards


def run(cases):
    for source, response, gold, extra in cases:
        try:
            rewards.score(source, response, gold, extra)
        except Exception:
            pass


cases, seconds = json.load(open(sys.argv[1])), float(sys.argv[2])
for name, rows in cases.items():
    run(rows[:3] if name in ("math-verify", "rouge-l") else rows)
    if name == "rouge-l":
        run([row for row in rows if isinstance(row[2], dict) and row[2].get("summary") == "Chinese"][:1])
    began, passes = time.process_time(), 0
    while passes == 0 or time.process_time() - began < seconds:
        run(rows)
        passes += 1
    spent = time.process_time() - began
    print(json.dumps({"reward": name, "perSecond": passes * len(rows) / spent, "passes": passes}), flush=True)
