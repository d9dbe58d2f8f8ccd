"""verl's signature, unchanged: the answer after </think> must be the label, or hold every answer as a line.

Try it: npx longview score --run NAME --reward samples/rewards/exact.py
"""


def compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs):
    gold = ground_truth[-1] if isinstance(ground_truth, list) else ground_truth
    said = solution_str.rpartition("</think>")[2].strip()
    answers = [answer.strip().lower() for answer in gold.get("doc_ids") or []]
    if not answers:
        return {"score": float(said == gold["golden_label"].strip()), "kind": "label"}
    lines = {line.strip().lower() for line in said.splitlines()}
    return {"score": sum(answer in lines for answer in answers) / len(answers), "kind": "lines"}
