"""Makes cases.jsonl and segmentation.jsonl of this folder: inputs at random, answers by plain Python.

The answers come from ../../bench/python/rewards.py under CPython 3.11 with rouge 1.0.1, jieba 0.42.1 and
pytrec_eval-terrier; math is left out. That file agrees with the reference's own vectors.

    python generate.py cases 2000 7 > cases.jsonl
    python generate.py segmentation 400 7 > segmentation.jsonl
"""

import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "bench" / "python"))
import rewards  # noqa: E402

KIND, COUNT, SEED = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
R = random.Random(SEED)

SPACES = list(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\u180e\u2060") + ["  ", "\r\n"]
ATOMS = (
    "a b A B Alpha ΣΊΣΥΦΟΣ σίσυφος İstanbul i̇stanbul ẞ ß ǅ \u212a k \u212b ﬁ ﬃ é e\u0301 Ⅷ ⅷ Ａ ａ 𐐀 𐐨 😀 🇨🇳 中文 北京大学 [Answer] [答案] "
    "Answer </think <think 1 1.0 ٣ x. . .. ... Σ ΑΣ ΑΣ. Σ᾽ Ა ა ı I * - \\n º ª Ϟ ϴ ᲀ Ꭰ ꭰ ჯ ᾼ ᾳ Ǆ ǆ"
).split(" ") + ["\x00", "\x00z", ""]
WORDS = "the of and a to in is it that was for on are with as his they be at one have this from or by not but what we can out other were all your when up use".split()
HAN = "今天天气不错我们去公园玩吧合同编号甲方上海市浦东新区人工智能机器学习模型南京长江大桥研究生命的起源结婚和尚未第季度二〇四年他说确实在理小明硕士毕业于中国科学院计算所"
MIXED = list("，。 .-%\n") + "3.14 v2.0 A-1 100% C++ 😀 .. x_y 1. .5 龥 鿋 㐀 𠀀 々 〇 Ａ AT&T T恤 12.3.4 %%".split(" ")


def one(*choices):
    return R.choice(choices)


def space():
    return R.choice(SPACES) if R.random() < 0.5 else " "


def phrase(most=3):
    return "".join(R.choice(ATOMS) + (space() if R.random() < 0.7 else "") for _ in range(R.randint(0, most)))


def recased(text):
    return one(text, text, text.upper(), text.lower(), text.swapcase(), text.title())


def wrapped(body):
    thought, roll = phrase(4), R.random()
    if roll < 0.75:
        return f"<think>{thought}</think>{body}"
    if roll < 0.85:
        return f"{thought}</think>{body}"
    return one(body, f"<think><think>{thought}</think>{body}", f"<think>{thought}</think>{body}</think>")


def in_list(gold):
    return gold if R.random() < 0.85 else [{"doc_ids": ["w"], "golden_label": "w", "summary": "English"}, gold]


def lists():
    items = [phrase() for _ in range(one(0, 1, 1, 2, 3, 4, 6, 9, 14))]
    if items and R.random() < 0.3:
        items += [R.choice(items) for _ in range(R.randint(1, 2))]
    if items and R.random() < 0.06:
        items[R.randrange(len(items))] = one(1, None, True, ["x"], {"a": 1}, 1.5, [])
    said = [recased(str(item)) for item in items if R.random() < 0.8]
    if R.random() < 0.5:
        R.shuffle(said)
    for _ in range(R.randint(0, 3)):
        said.insert(R.randint(0, len(said)), one(phrase(), "", space(), *said))
    newline = one("\n", "\n", "\n", "\r\n", "\r")
    body = one("[Answer]", "[答案]", "", "[Answer] x [Answer]", "[答案][Answer]\n") + one("", "\n", space())
    body += newline.join(one("", space()) + line + one("", space()) for line in said)
    answers = one("abc", "", None, 5, 0, True, False, {"a": 1}, {}, 1.5, "中文\n") if R.random() < 0.05 else items
    gold = {"doc_ids": answers, "golden_label": "", "summary": one("English", "Chinese", "chinese", None, "", 3)}
    if R.random() < 0.02:
        gold.pop(R.choice(list(gold)))
    gold = one("x", None, 3, []) if R.random() < 0.01 else gold
    extra = {"reward_mode": R.choice(list(rewards.METRIC_OF))}
    if R.random() < 0.03:
        extra = one(None, {}, {"reward_mode": "NDCG"}, {"reward_mode": None}, {"reward_mode": ["x"]}, "x", {"reward_mode": "toString"}, [1])
    return "longbench_pro", wrapped(body), [] if R.random() < 0.01 else in_list(gold), extra


def english(count):
    return " ".join(R.choice(WORDS) + one("", "", "", "", ".", ",", "..", ". .", " .") for _ in range(count))


def chinese(count):
    return "".join(R.choice(HAN) if R.random() < 0.9 else R.choice(MIXED) for _ in range(count))


def summaries():
    han = R.random() < 0.5
    write = chinese if han else english
    references = [write(one(1, 5, 20, 60)) for _ in range(one(1, 1, 2, 3))]
    body = write(one(1, 10, 50, 100))
    if R.random() < 0.6:
        parts = list(R.choice(references)) if han else R.choice(references).split(" ")
        for _ in range(R.randint(0, max(1, len(parts) // 3))):
            at = R.randrange(len(parts)) if parts else 0
            parts[at : at + one(0, 1)] = [write(1)] if R.random() < 0.7 else []
        body = ("" if han else " ").join(parts)
    if R.random() < 0.1:
        body = one(".", "...", "", ". .", "a. . b", " .", ". a")
    if R.random() < 0.05:
        references[R.randrange(len(references))] = one("", ".", "...", ". .", " ")
    language = "Chinese" if han and R.random() < 0.8 or R.random() < 0.1 else "English"
    extra = {"reward_mode": one("T4.1 Global-Coverage Constrained Summary", "T4.2 Query-Focused Summary")}
    gold = {"doc_ids": references, "golden_label": "", "summary": language}
    return "longbench_pro", wrapped(one("", "[Answer]", "\n\n") + body), in_list(gold), extra


CELLS = (
    r'1 1.0 -0 -0.0 1e5 1E+2 1e-5 0.1 123456789012345678901234567890 1e16 1e15 123456.789e3 5e-324 1e400 -1e400 NaN Infinity -Infinity true '
    r'false null "a" "é\n" "\u00e9" "\ud83d\ude00" "\ud800" "it\'s" "\'\"" "\u0000\u001f\u007f\u0085\u00a0\u00ad\u200b\u2028\ue000\uffff" '
    r'"\t\b\f\/" 0.30000000000000004 100000000000000000000.0 1e22 12345678901234567.0 2.5 "" "\u0378" "😀" "\ua7cb" 0.0001 0.00001234 4.35 "1" '
    r'"True" "None" 1.7976931348623157e308'
).replace(r"\'", "'").split(" ")
ODD = [
    "[]", "{}", '{"data":null}', '{"data":{}}', '{"data":"ab"}', "1", "null", '"x"', '{"data":[1]} x', '{"data":[1],}', '{"data":[1,]}',
    '{"data":[01]}', '{"data":[1.]}', '{"data":[.5]}', '{"data":[+1]}', '{"data":[1e]}', '{"data":["\n"]}', '{"data":["\\x"]}',
    '{"data":["\\u12"]}', '{"data":["\\u 123"]}', "{'data':[1]}", '{"data":[1],"data":[2]}', '{"x":1,"data":[[1]]}', '\ufeff{"data":[1]}',
    '{"data":[tru]}', '{"data":[-]}', '{data:[1]}', '{"data":[1]', '{"data":[-NaN]}', '{"data" :[1 , 2 ] }', '{"data"\x0b:[1]}',
    '{"data":[1]}\xa0', '{"data":["a\x7fb"]}', '{"data":[' + "9" * 4300 + "]}", '{"data":[' + "9" * 4301 + "]}",
    '{"data":' + "[" * 3000 + "]" * 3000 + "}",
]  # fmt: skip


def cell(depth=0):
    roll = R.random()
    if roll < 0.5 or depth > 3:
        return R.choice(CELLS)
    if roll < 0.75:
        return "[" + one(",", ", ").join(cell(depth + 1) for _ in range(R.randint(0, 3))) + "]"
    return "{" + ", ".join(one('"k"', '"a"', '"k"', '"2"') + ":" + cell(depth + 1) for _ in range(R.randint(0, 3))) + "}"


def tables():
    rows = [cell() for _ in range(R.randint(0, 5))]
    said = [row for row in rows if R.random() < 0.8] + [cell() for _ in range(R.randint(0, 2))]
    R.shuffle(said)
    table = R.choice(ODD) if R.random() < 0.15 else '{"data":' + one("", " ", "\n") + "[" + ", ".join(said) + "]}"
    frames = ["<answer>%s</answer>", "<answer>%s", "x <answer> %s </answer> y", "%s", '<answer>%s</answer><answer>{"data":[]}</answer>']
    frames += ["<answer>\u3000%s\x85</answer>", "</answer><answer>%s</answer>", "<Answer>%s</Answer>"]
    label = '{"data": [' + ",".join(rows) + "]}"
    if R.random() < 0.12:
        label = one("", "null", "5", "[]", "{}", '{"data":5}', '{"data":null}', '{"data":"ab中😀"}', '{"data":{"k":1,"a":2}}', '{"data":true}', "x")
    gold, roll = {"doc_ids": [], "golden_label": label, "summary": "English"}, R.random()
    if roll < 0.03:
        gold["golden_label"] = one(None, 5, ["x"], {"data": []})
    elif roll < 0.06:
        gold = {"data": [["a", "b"], "c", None, True, {"k": "v"}, 5, ["1", 2, 0.5]]}
    elif roll < 0.1:
        gold = one([gold], "x", None, 5, {}, {"data": 5}, {"data": "ab"})
    thought = one("", "<think>t</think>", "</think>", '<answer>{"data":[]}</answer></think>', "x<answer></think>")
    return "multitableqa_pretraining", thought + R.choice(frames) % table, gold, None


def choices():
    letters = "ABCDEFabcd"
    parts = ["The correct answer is ", "The correct answer is (", ")", "(", "*", "**", ".", " ", "\n", "The correct answer is", *letters]
    body = "".join(R.choice(parts) for _ in range(R.randint(1, 8)))
    if R.random() < 0.6:
        frames = ["The correct answer is (%s)", "The correct answer is %s", "**The correct* answer is (%s*)**", "The correct answer is (%s"]
        frames += ["The correct answer is %s and The correct answer is (B)", "The correct answer is (The correct answer is %s"]
        body = R.choice(frames) % R.choice(letters) + body
    label = R.choice(letters) if R.random() < 0.6 else "The correct answer is " + one("(%s)", "%s", "%s. text") % R.choice(letters)
    gold = {"doc_ids": [], "golden_label": one(1, None, ["A"], "", {}) if R.random() < 0.05 else label}
    return "selection", wrapped(body), one(in_list(gold), in_list(gold), in_list(gold), one("A", None, [], {"doc_ids": []})), None


def exact():
    label = phrase()
    said = one(label, label, space() + label + space(), recased(label), phrase(2))
    gold = {"golden_label": label if R.random() < 0.95 else one(1, None, [label], True)}
    gold = one(label, None, [], {}, 3) if R.random() < 0.04 else gold
    return one("EM", "EM", "EM", "EM", "unknown", "", "em", "selection "), wrapped(said), in_list(gold), one(None, {"reward_mode": "EM"})


def cases():
    kinds = [lists] * 6 + [summaries] * 3 + [tables] * 4 + [choices] * 2 + [exact] * 2
    done = 0
    while done < COUNT:
        kind = R.choice(kinds)
        source, response, gold, extra = kind()
        answer = {}
        try:
            answer["reward"] = rewards.score(source, response, gold, extra)
        except Exception as error:
            answer = {"error": type(error).__name__, "message": str(error)[:80]}
        case = {"data_source": source, "response": response, "ground_truth": gold, "extra_info": extra, **answer}
        print(json.dumps({"id": f"m{done:04}", "tag": kind.__name__, **case}))
        done += 1


def segmentation():
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    known = [word for word, frequency in jieba.dt.FREQ.items() if frequency]
    common = [character for word in R.sample(known, 20000) for character in word]
    for at in range(COUNT):
        parts = []
        for _ in range(R.randint(1, 40)):
            roll = R.random()
            if roll < 0.75:
                parts.append(R.choice(known if roll < 0.35 else common))
            else:
                parts.append(chr(R.randint(0x4E00, 0x9FD5)) if roll < 0.82 else R.choice(MIXED + SPACES + ATOMS))
        text = "".join(parts)
        print(json.dumps({"id": f"c{at:03}", "text": text, "words": jieba.lcut(text)}))


{"cases": cases, "segmentation": segmentation}[KIND]()
