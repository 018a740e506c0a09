"""What a learner reads, in another language: a file beside the notebooks says how.

`messages.json` in the folder that the notebook runs in (or the file that the environment
variable RNN_UTILS_MESSAGES names) maps each sentence of the course to its translation;
`rnn-course messages` writes all of them, to be filled in. In both, {0}, {1}, … stand for
names and numbers. What has no translation stays as it is.
"""
import functools
import json
import os
import re
from pathlib import Path

ENVIRONMENT = "RNN_UTILS_MESSAGES"
PLACE = re.compile(r"\{(\d+)\}")


def translated(text):
    """A text of the grader in the learner's language, part by part; without a translation, the text itself."""
    path = Path(os.environ.get(ENVIRONMENT) or "messages.json")
    try:
        changed = path.stat().st_mtime_ns
    except OSError:                              # no such file: the course's own language
        return text
    return _translated(text, *_table(path.absolute(), changed))


@functools.lru_cache(maxsize=2)
def _table(path, changed):
    """({sentence: translation}, [(pattern, translation) from the most to the least telling])"""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        table = {sentence: other for sentence, other in table.items() if sentence and isinstance(other, str) and other}
        patterns = [(_pattern(sentence), sentence, other) for sentence, other in table.items()
                    if PLACE.search(sentence) or not sentence[0].isalnum()]
    except (OSError, ValueError, AttributeError, re.error):
        return {}, []                            # a spoilt file must not keep a learner from working
    patterns.sort(key=lambda row: len(PLACE.sub("", row[1])), reverse=True)
    return table, [(pattern, other) for pattern, _, other in patterns]


def _pattern(sentence):
    """What fits a sentence; one that begins with a space or a mark goes on from some other text."""
    parts = PLACE.split(sentence)                # text, number, text, number, …, text
    body = "".join(f"(?P<p{part}>.*?)" if i % 2 else re.escape(part) for i, part in enumerate(parts))
    return re.compile(("" if sentence[0].isalnum() or sentence[0] in "`{" else "(?P<before>.*?)") + body, re.DOTALL)


def _translated(text, table, patterns):
    if text in table:
        return table[text]
    for pattern, other in patterns:
        match = pattern.fullmatch(text)
        if match and text not in match.groupdict().values():
            found = {name: _translated(value, table, patterns) for name, value in match.groupdict().items()}
            return found.get("before", "") + PLACE.sub(lambda place: found.get(f"p{place[1]}", ""), other)
    if text.endswith(" …"):                      # cut short: the sentence that begins like it
        whole = [sentence for sentence in table if sentence.startswith(text[:-2])]
        return table[whole[0]] if text[:-2] and len(whole) == 1 else text
    if text.endswith(".") and len(text) > 1:
        return _without(text[:-1], table, patterns, lambda other: other + ".", text)
    if text[:1].isupper():                       # a clause that was made a sentence
        return _without(text[0].lower() + text[1:], table, patterns, lambda other: other[0].upper() + other[1:], text)
    return text


def _without(less, table, patterns, more, text):
    other = _translated(less, table, patterns)
    return text if other == less else more(other)
