"""Runs a user's Python reward: verl's compute_score(data_source, solution_str, ground_truth, extra_info=None, **kwargs).

One line of JSON in, one out. It runs with the rights of whoever started it; what it prints goes to stderr.
"""

import asyncio
import importlib.util
import inspect
import json
import math
import os
import signal
import sys
import threading
import time
import traceback

# The answers have a channel of their own: a print() in the user's file must not end up between them.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
os.dup2(2, 1)

ALIVE_SECONDS = 0.2


def say(message):
    ANSWERS.write(json.dumps(message, ensure_ascii=True, allow_nan=False) + "\n")
    ANSWERS.flush()


def limit():
    """No core files, and memory short of the whole machine's."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        bound = int(os.environ.get("LONGVIEW_PYTHON_MEMORY", 16 * 1024**3))
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
    except (ImportError, ValueError, OSError) as error:
        print(f"longview: no limits on this platform: {error}", file=sys.stderr)


def watch_parent():
    """A killed parent leaves neither the sidecar behind nor what it started."""
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(1)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def load(path, name):
    path = os.path.abspath(path)
    sys.path.insert(0, os.path.dirname(path))
    spec = importlib.util.spec_from_file_location("longview_user_reward", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["longview_user_reward"] = module
    spec.loader.exec_module(module)
    found = getattr(module, name, None)
    if not callable(found):
        raise TypeError(f"the file has no function {name}")
    return found


def words(error, path):
    """The error with the line of the user's own file that it came from."""
    lines = [f for f in traceback.extract_tb(error.__traceback__) if os.path.abspath(f.filename) == path]
    at = f" ({os.path.basename(path)}, line {lines[-1].lineno}: {lines[-1].line})" if lines else ""
    return f"{type(error).__name__}: {error}{at}"[:2000]


def number(result):
    """As verl takes it: a dict's score, a number, or the first of a sequence. None is unscorable."""
    extra = None
    if isinstance(result, dict):
        if "score" not in result:
            return {"error": f"it returned a dict without score: {sorted(map(str, result))}"}
        extra = {k: v for k, v in result.items() if k != "score" and isinstance(v, (str, int, float, bool))}
        result = result["score"]
    elif isinstance(result, (list, tuple)) and result:
        result = result[0]
    if result is None:
        return None
    try:
        value = float(result)
    except (TypeError, ValueError):
        return {"error": f"it returned {result!r}: a reward is a number or a dict with score"[:500]}
    if not math.isfinite(value):
        return {"error": f"it returned {value}: a reward is finite, or None"}
    if extra:
        finite = {k: v for k, v in extra.items() if not isinstance(v, float) or math.isfinite(v)}
        return {"value": value, "extra": finite}
    return value


def main():
    path, name = os.path.abspath(sys.argv[1]), sys.argv[2]
    limit()
    threading.Thread(target=watch_parent, daemon=True).start()
    try:
        compute = load(path, name)
    except BaseException as error:  # also SystemExit: a file that ends Python must be told so
        traceback.print_exc()
        where = f" (line {error.lineno})" if isinstance(error, SyntaxError) else ""
        say({"refused": words(error, path) + where})
        return
    told = time.monotonic()
    loop = asyncio.new_event_loop() if inspect.iscoroutinefunction(compute) else None
    say({"ready": True})

    def called(data_source, ground_truth, extra_info, texts):
        """The calls of one group, one after the other; each one's error is its own."""
        nonlocal told
        results = []
        for text in texts:
            now = time.monotonic()
            if now - told > ALIVE_SECONDS:
                told = now
                say({"alive": True})
            try:
                result = compute(
                    data_source=data_source, solution_str=text, ground_truth=ground_truth, extra_info=extra_info
                )
                # The common case without a call more.
                results.append(result if type(result) is float and isfinite(result) else number(result))
            except Exception as error:
                results.append({"error": words(error, path)})
        return results

    async def one_async(data_source, ground_truth, extra_info, text):
        try:
            answer = await compute(
                data_source=data_source, solution_str=text, ground_truth=ground_truth, extra_info=extra_info
            )
            return number(answer)
        except Exception as error:
            return {"error": words(error, path)}

    async def gathered(data_source, ground_truth, extra_info, texts):
        return await asyncio.gather(*(one_async(data_source, ground_truth, extra_info, text) for text in texts))

    isfinite = math.isfinite
    for line in sys.stdin.buffer:
        message = json.loads(line)
        told = time.monotonic()
        results = []
        for group in message["groups"]:
            if not loop:
                results.append(called(*group))
                continue
            say({"alive": True})
            results.append(loop.run_until_complete(gathered(*group)))
        say({"batch": message["batch"], "results": results})


main()
