"""The trainer's rewards in plain Python, for comparison: speed in rewards.bench.ts, values in made-up cases.

Written for this project from the description of the rewards (GoLongRL c34dba3), not taken from the trainer. Where the
trainer calls a package, that package is called: math-verify 0.9.0, rouge 1.0.1, jieba 0.42.1, pytrec_eval.
"""

import json
import logging
import re
from collections import Counter
from itertools import combinations

METRIC_OF = {
    "T1.1 Global Cohesive Retrieval": "ndcg",
    "T1.2 Key-Snippet Retrieval": "ndcg",
    "T2.1 Global Timeline Reconstruction": "pairwise",
    "T2.2 Local Causal Chain Sorting": "pairwise",
    "T3.1 Multi-Doc Integration QA": "accuracy",
    "T3.2 Single-Hop Fact QA": "accuracy",
    "T4.1 Global-Coverage Constrained Summary": "rouge_l",
    "T4.2 Query-Focused Summary": "rouge_l",
    "T5.1 Full-Sentence Citation Alignment": "f1",
    "T5.2 Key-Statement Citation Alignment": "f1",
    "T6.1 Large-Scale Document Clustering": "sub_em",
    "T6.2 Targeted Subset Cluster Identification": "f1",
    "T6.3 Global Frequency Analysis": "pairwise",
    "T7.1 Global Conflict & Inconsistency Localization": "f1",
    "T7.2 Targeted Rule or Condition Violation Detection": "f1",
    "T7.3 Comprehensive Error & Anomaly Sweep": "f1",
    "T8.1 Structured Multi-Source Consistency Verification": "sub_em",
    "T8.2 Single-Source Targeted Aggregation": "sub_em",
    "T8.3 Long-Context Procedural State Tracking": "sub_em",
    "T9.1 Dependency-Aware Multi-Version Impact Analysis": "f1",
    "T9.2 Localized Interface Change Detection": "f1",
    "T10.1 Large-Scale In-Context Rule Induction": "sub_em",
    "T10.2 Targeted Example-Based Rule Induction": "sub_em",
    "T11.1 Long-Range Entity & Commitment Tracking": "accuracy",
    "T11.2 Short-Range Reference Resolution & State Query": "accuracy",
}


def lines_of(texts):
    return [" ".join(text.lower().strip().split()) for text in texts]


def predicted_lines(response):
    for marker in ("[Answer]", "[答案]"):
        if marker in response:
            response = response.rpartition(marker)[2]
            break
    return [" ".join(line.strip().split()) for line in response.strip().lower().split("\n")]


def accuracy(answers, response, language):
    return float(lines_of(answers)[0] == predicted_lines(response)[0])


def f1(answers, response, language):
    wanted, predicted = set(lines_of(answers)), set(predicted_lines(response))
    shared = len(wanted & predicted)
    if not shared:
        return 0.0
    precision, recall = shared / len(predicted), shared / len(wanted)
    return 2 * precision * recall / (precision + recall)


def sub_em(answers, response, language):
    wanted, predicted = lines_of(answers), predicted_lines(response)
    return sum(1.0 for answer in wanted if answer in predicted) / len(wanted)


def ndcg(answers, response, language):
    import pytrec_eval

    wanted, predicted = lines_of(answers), predicted_lines(response)
    measure = f"ndcg_cut.{len(wanted)}"
    relevance = {"q": {answer: len(wanted) - at for at, answer in enumerate(wanted)}}
    run = {"q": {line: len(predicted) - at for at, line in enumerate(predicted)}}
    found = pytrec_eval.RelevanceEvaluator(relevance, {measure}).evaluate(run)
    return sum(one[measure.replace(".", "_")] for one in found.values()) / len(found)


def pairwise(answers, response, language):
    wanted, predicted = lines_of(answers), predicted_lines(response)
    if len(wanted) <= 1 or len(predicted) <= 1:
        return 0.0
    place = {line: at for at, line in enumerate(predicted)}
    kept = sum(1 for a, b in combinations(wanted, 2) if a in place and b in place and place[a] < place[b])
    return kept / (len(predicted) * (len(predicted) - 1) // 2)


def rouge_l(answers, response, language):
    from rouge import Rouge

    wanted, text = lines_of(answers), " ".join(response.lower().strip().split())
    if not text:
        return 0.0
    if language == "Chinese":
        import jieba

        jieba.setLogLevel(logging.WARNING)
        wanted = [" ".join(jieba.cut(answer, cut_all=False)) for answer in wanted]
        text = " ".join(jieba.cut(text, cut_all=False))
    try:
        scores = Rouge().get_scores([text] * len(wanted), wanted, avg=False)
    except (RecursionError, ValueError):
        return 0.0
    return max(one["rouge-l"]["f"] for one in scores)


METRICS = {"ndcg": ndcg, "pairwise": pairwise, "accuracy": accuracy, "rouge_l": rouge_l, "f1": f1, "sub_em": sub_em}


def longbench(response, answers, sub_task, language):
    if not response or not response.strip():
        return 0.0
    if not answers or len(answers) == 0:
        return 0.0
    name = METRIC_OF.get(sub_task)
    if not name:
        raise ValueError(f"no such sub-task: {sub_task}")
    try:
        value = METRICS[name](answers, response, language)
        assert 0.0 <= value <= 1.0
        return value
    except Exception:
        return 0.0


def em(text, gold):
    return float(gold["golden_label"].strip() == text.strip())


def choice(text):
    text = text.replace("*", "")
    found = re.search(r"The correct answer is \(([A-D])\)", text) or re.search(r"The correct answer is ([A-D])", text)
    return found.group(1) if found else None


def selection(text, gold):
    label = gold["golden_label"]
    found, wanted = choice(text), choice(label)
    return float(found is not None and found in (label, wanted))


def math_value(text, gold):
    from math_verify import parse, verify

    try:
        found = parse(text[-500:], parsing_timeout=5)
    except Exception:
        return 0.0
    if len(found) < 2:
        return 0.0
    gold = [gold] if isinstance(gold, str) else gold
    if found[1] in gold:
        return 1.0
    for one in gold:
        try:
            if verify(parse(f"\\boxed{{{one}}}", parsing_timeout=5), found, timeout_seconds=5):
                return 1.0
        except Exception:
            continue
    return 0.0


def iou(response, gold):
    if isinstance(gold, dict) and "golden_label" in gold:
        try:
            gold = json.loads(gold["golden_label"])
        except (json.JSONDecodeError, TypeError):
            return 0.0
    box = response
    if "<answer>" in response:
        box = response.partition("<answer>")[2].partition("</answer>")[0]
    try:
        predicted = json.loads(box.strip()).get("data", [])
    except (json.JSONDecodeError, AttributeError, TypeError):
        predicted = []
    if not isinstance(predicted, list):
        return 0.0
    wanted = gold.get("data", []) if isinstance(gold, dict) else []

    def key(row):
        return tuple(str(cell) for cell in row) if isinstance(row, list) else str(row)

    shared = sum((Counter(map(key, predicted)) & Counter(key(row) for row in wanted)).values())
    union = len(predicted) + len(wanted) - shared
    return shared / union if union > 0 else 0.0


def retrieval(text, gold):
    ids = re.search(r"<relevant_doc_ids>(.*?)</relevant_doc_ids>", text, re.DOTALL)
    ids = re.findall(r"<\|doc_\d+\|>", ids.group(1)) if ids else []
    reasoning = re.search(r"<continue_reasoning>(.*?)</continue_reasoning>", text, re.DOTALL)
    reasoning = reasoning.group(1).strip() if reasoning else ""
    if not ids or not reasoning:
        return 0.0
    same, right = set(gold["doc_ids"]) == set(ids), math_value(reasoning, gold["golden_label"]) > 0
    return float(same and right)


def score(data_source, response, ground_truth, extra_info):
    if "</think>" not in response:
        return 0.0
    if response.count("<think>") > 1 or response.count("</think>") > 1:
        return 0.0
    if data_source == "multitableqa_pretraining":
        return float(iou(response, ground_truth))
    gold = ground_truth[-1] if isinstance(ground_truth, list) else ground_truth
    if "math_longcot_math_verify" in data_source:
        return math_value(response, gold if isinstance(gold, str) else gold["golden_label"])
    if data_source == "longbench_pro":
        return float(longbench(response, gold["doc_ids"], extra_info["reward_mode"], gold["summary"]))
    text = response.split("</think>")[-1]
    if data_source == "retrieval_calculate":
        return retrieval(text, gold)
    if data_source == "selection":
        return selection(text, gold)
    if data_source == "EM":
        return em(text, gold)
    raise NotImplementedError(f"no reward for {data_source!r}")
