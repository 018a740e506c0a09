"""How often a function multiplies something, however it writes the product.

Needs nothing but NumPy: where a learner's function runs in another process, this text is sent there.
"""
from functools import partial

import numpy as np

PRODUCTS = {"matmul", "dot", "tensordot", "einsum", "inner", "vecdot", "matvec", "vecmat"}


def count_products(function, arguments, groups):
    """How many products the function makes with the arrays of each group: a list of numbers.

    arguments : of one call, in their order
    groups    : lists of places, each [index of an argument] or [index, key] for an array in a dict
    """
    arguments, tallies = list(arguments), []
    for group in groups:
        tallies.append([])
        for index, *key in group:
            if key:
                arguments[index] = arguments[index] | {key[0]: counted(arguments[index][key[0]], tallies[-1])}
            else:
                arguments[index] = counted(arguments[index], tallies[-1])
    try:
        function(*arguments)
    except Exception:                            # what it does with plain arrays is judged elsewhere
        pass
    return [len(tally) for tally in tallies]


class Counted(np.ndarray):
    """An array that notes in `tally` each product that it, or something cut out of it, takes part in.

    A product written out, element by element and then summed, is one where both of its factors are
    such arrays. What is computed from them is an array like any other.
    """

    def __array_finalize__(self, other):
        self.tally = getattr(other, "tally", None)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        factors = sum(isinstance(each, Counted) for each in inputs)
        if ufunc.__name__ in PRODUCTS or (ufunc is np.multiply and factors == 2):
            self.tally.append(ufunc.__name__)
        return getattr(ufunc, method)(*_each_array(inputs, _plain), **_each_array(kwargs, _plain))

    def __array_function__(self, function, types, args, kwargs):
        result = function(*_each_array(args, _plain), **_each_array(kwargs, _plain))
        if function.__name__ in PRODUCTS:
            self.tally.append(function.__name__)
            return result
        return _each_array(result, partial(counted, tally=self.tally))

    def dot(self, other, out=None):
        return np.dot(self, other) if out is None else np.dot(self, other, out=out)


def counted(array, tally):
    array = array.view(Counted)
    array.tally = tally
    return array


def _plain(array):
    return array.view(np.ndarray)


def _each_array(value, change):
    """`value` with its arrays changed, within tuples, lists and dicts as well."""
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_array(item, change) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(_each_array(item, change) for item in value)
    return value
