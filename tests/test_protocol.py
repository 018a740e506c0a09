"""The language of the sandbox: what is sent arrives, and nothing else can be said in it."""
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from rnn_utils.cells import RNN
from rnn_utils.grading.results import Array, as_array, collect
from rnn_utils.instructor.protocol import (DEPTH, LENGTHS, MOST_BYTES, Garbled, Thing, TooLarge, decode, encode,
                                           lengths)


def parts(frame):
    text, rest = lengths(frame[:8])
    assert len(frame) == 8 + text + rest
    return frame[8:8 + text], frame[8 + text:]


def sent(value, **how):
    return decode(*parts(encode(value)), **how)


NUMBERS = arrays(st.sampled_from(["f8", "f4", ">f8", "i8", "u1", "?", "c16", "f2"]), array_shapes(min_dims=0, min_side=0))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just(...) | NUMBERS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner))


def equal(one, other):
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and one.dtype == other.dtype and one.shape == other.shape and \
            one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_what_is_sent_arrives(value):
    assert equal(value, sent(value))


def test_what_is_one_thing_stays_one_thing():
    weights = {"Wax": np.ones((2, 3))}
    a, b = sent([(1, weights), (2, weights)])
    assert a[1] is b[1] and a[1]["Wax"] is b[1]["Wax"]


def test_numbers_of_numpy_and_not_a_number():
    value = sent((np.float32(1.5), np.int64(3), np.bool_(True), float("nan"), 1 + 2j))
    assert [type(each) for each in value] == [np.float32, np.int64, np.bool_, float, complex]
    assert np.isnan(value[3])


def test_a_generator_of_random_numbers_goes_on_where_it_was():
    rng = np.random.default_rng(3)
    rng.random(5)
    rng.integers(9, dtype=np.uint32)             # half a draw is kept
    other = sent(rng)
    assert np.array_equal(rng.integers(99, size=7, dtype=np.uint32), other.integers(99, size=7, dtype=np.uint32))


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_of_everything_else_the_kind_is_known():
    class Crafted:
        def __reduce__(self):
            return print, ("run",)

    for value in (Crafted(), print, {1, 2}, b"bytes", type):
        arrived = sent(value)
        assert isinstance(arrived, Thing) and type(arrived).__name__ == type(value).__name__
    for value in (np.array([print]), np.array(["a"]), np.array(["2020"], "M8[D]"), np.zeros(2, [("a", float)])):
        assert as_array(sent(value)).kind == "no-array"
    assert as_array(sent(np.matrix([[1.0]]))).says == as_array(np.matrix([[1.0]])).says
    assert as_array(sent(np.ma.masked_all(2))).says == as_array(np.ma.masked_all(2)).says


def test_what_is_not_awaited_or_not_run_is_recognised():
    async def asynchronous():
        pass

    for value, word in ((asynchronous(), "async"), ((x for x in "a"), "generator")):
        assert word in collect((Array("p"),), sent(value), {})[1]
        value.close()


def test_functions_become_numbers_and_are_only_understood_where_some_are_expected():
    functions = []
    frame = encode([np.sin, 1], functions)
    assert functions == [np.sin]
    assert decode(*parts(frame), function=lambda function: function.number)[0] == 0
    with pytest.raises(Garbled):
        decode(*parts(frame))


def test_a_record_of_functions_keeps_its_fields_and_comes_back_as_it_was():
    functions = []
    frame = encode([RNN, 3], functions)
    record, three = decode(*parts(frame), function=lambda function: function)
    assert three == 3 and record.name == RNN.name and record.output == RNN.output and type(record).__name__ == "Cell"
    assert functions[record.forward.number] is RNN.forward and functions[record.backward.number] is RNN.backward
    with pytest.raises(Garbled):
        decode(*parts(frame))


def test_too_much_is_not_sent():
    with pytest.raises(TooLarge, match="shape"):
        encode(np.zeros(101), elements=100)
    with pytest.raises(TooLarge, match="shape"):
        encode(np.zeros((10 ** 9, 0)), elements=100)
    with pytest.raises(TooLarge, match="bytes"):
        encode(np.zeros(MOST_BYTES // 8 + 1))
    nested = []
    nested.append(nested)
    with pytest.raises(TooLarge, match="deep"):
        encode(nested)


@pytest.mark.parametrize("text, rest", [
    (b"", b""), (b"nonsense", b""), (b"\xff", b""), (b"[1]", b""), (b"{}", b""), (b'{"array": 1, "list": 2}', b""),
    (b'{"other": 1}', b""), (b'{"__reduce__": 1}', b""), (b"1", b"left over"), (b'{"list": 5}', b""),
    (b'{"array": ["<f8", [2], ""]}', b"12345678"), (b'{"array": ["<f8", [1], ""]}', b"123456789"),
    (b'{"array": ["O", [1], ""]}', b"12345678"), (b'{"array": ["<f8,<f8", [1], ""]}', b"1" * 16),
    (b'{"array": ["<f8", [-1], ""]}', b""), (b'{"array": ["<f8", [1.0], ""]}', b"12345678"),
    (b'{"array": ["<f8", [true], ""]}', b"12345678"), (b'{"array": ["<f8", [99999999999999999999, 0], ""]}', b""),
    (b'{"array": ["<f8", [1000000, 0], ""]}', b""), (b'{"array": ["<f8", "aa", ""]}', b""),
    (b'{"array": ["V8", [1], ""]}', b"12345678"), (b'{"array": ["M8[D]", [1], ""]}', b"12345678"),
    (b'{"same": 0}', b""), (b'{"list": [{"list": []}, {"same": 1}]}', b""), (b'{"list": [{"list": []}, {"same": -1}]}', b""),
    (b'{"scalar": ["<f8", [1], ""]}', b"12345678"), (b'{"dict": [[1]]}', b""), (b'{"dict": [[{"list": []}, 1]]}', b""),
    (b'{"complex": [1, 2, 3]}', b""), (b'{"rng": {}}', b""), (b'{"function": 0}', b""), (b'{"list": [' * 1000, b""),
    (b'{"list": [' * (DEPTH + 2) + b"]}" * (DEPTH + 2), b""), (b"9" * 5000, b""),
    (b'{"rng": {"state": {"state": 1e3, "inc": 1}, "has_uint32": 0, "uinteger": 0}}', b""),
])
def test_what_is_not_of_the_language_is_garbled(text, rest):
    with pytest.raises(Garbled):
        decode(text, rest, elements=1000)


def test_a_frame_that_is_too_long_is_not_waited_for():
    with pytest.raises(Garbled, match="bytes"):
        lengths(LENGTHS.pack(MOST_BYTES, 1))
    with pytest.raises(struct.error):
        lengths(b"short")


@settings(deadline=None)
@given(st.binary(max_size=60), st.binary(max_size=20))
def test_noise_is_garbled_or_harmless(text, rest):
    try:
        value = decode(text, rest)
    except Garbled:
        return
    assert json.loads(text) == value or isinstance(value, (Thing, list, tuple, dict, complex, type(...)))
