"""The trainer's math reward on the real math-verify: what `engine: python` and `engine: auto` ask."""

from math_verify import parse, verify

SEEN = 500


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    gold = ground_truth[-1] if isinstance(ground_truth, list) else ground_truth
    label = gold["golden_label"] if isinstance(gold, dict) else str(gold)
    found = parse(solution_str[-SEEN:])
    if len(found) < 2:
        return {"score": 0.0, "reason": "parse:no-answer"}
    if found[1] == label:
        return 1.0
    return float(verify(parse("\\boxed{" + label + "}"), found))
