"""What NumPy and Python say when a line fails, in the words of the course.

Only the commonest errors of the exercises; any other keeps its own text.
"""
import re

PRODUCT = "do not fit the product: (n, k) times (k, m) needs the same k twice"
NOTHING = ("something on this line is None; does a function that you call lack its `return`, or does it return nothing, "
           "as `update` does, or was an argument not given?")
BLANK = "a blank `...` is still to be filled, on this line or where its values come from"
PLAIN = tuple((re.compile(pattern), says) for pattern, says in (
    (r"matmul:.* mismatch .*", "the shapes " + PRODUCT),
    (r"shapes (\(.*?\)) and (\(.*?\)) not aligned.*", r"the shapes \1 and \2 " + PRODUCT),
    (r"shape-mismatch for sum", "the axes that the product sums over have different sizes"),
    (r"operands could not be broadcast together with shapes (\(.*?\)) (\(.*?\)).*",
     r"the shapes \1 and \2 do not fit element by element: compared from the last axis on, two sizes must be "
     "equal, or one of them 1"),
    (r"non-broadcastable output operand with shape (\(.*?\)) doesn't match the broadcast shape (\(.*?\))",
     r"an array of shape \1 cannot take up a result of shape \2 in place"),
    (r"could not broadcast input array from shape (\(.*?\)) into shape (\(.*?\))",
     r"an array of shape \1 is put where the shape is \2"),
    (r"all the input array dimensions except for the concatenation axis must match exactly.*",
     "arrays that are joined must have the same size along every axis but the one they are joined along"),
    (r"all the input arrays must have same number of dimensions.*",
     "arrays that are joined must have the same number of axes"),
    (r"all input arrays must have the same shape", "arrays that are stacked must all have the same shape"),
    (r"Cannot cast ufunc '\w+' output from dtype\('O'\).*", BLANK),
    (r"matmul: Input operand \d does not have enough dimensions.*",
     "one side of the product is no matrix but a single number, or a blank `...` that is still to be filled"),
    (r"ufunc 'bitwise_xor' not supported.*", "`^` is no power in Python: write `**`"),
    (r"The truth value of an array with more than one element is ambiguous.*",
     "Python's `max`, `min`, `if`, `and`, `or` and `not` ask about one number, and this is an array: for each of its "
     "elements there are `np.maximum`, `np.minimum` and `np.where`"),
    (r"only integer scalar arrays can be converted to a scalar index",
     "an array stands where a whole number belongs (arrays to be joined go into one list: [a, b])"),
    (r"setting an array element with a sequence\. The requested array has an inhomogeneous shape.*",
     "the pieces have different shapes, so they do not make one array"),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
     r"there is no index \1 along axis \2, which has the size \3 (the first index is 0)"),
    (r"too many values to unpack \(expected (\d+).*", r"more values than the \1 names in front of the `=`"),
    (r"not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)",
     r"\2 values for the \1 names in front of the `=`"),
    (r"(?:cannot unpack non-iterable NoneType|'NoneType') object.*|unsupported operand.*'NoneType'.*", NOTHING),
))


def in_plain_words(kind, text, line):
    """The text of an error of this kind (its type's name), raised on a learner's `line`."""
    if text.startswith("only integers, slices"):     # which goes on with "ellipsis", though none is there
        return "an index is no whole number: make it one with `int(…)`, or a whole array with `.astype(int)`"
    if "ellipsis" in text.lower():
        return BLANK
    if kind == "KeyError":
        return f"there is no key {text}"
    says = next((match.expand(says) for pattern, says in PLAIN if (match := pattern.fullmatch(text))), text)
    if text.startswith("operands could not be broadcast") and "*" in line:
        says += "; `*` multiplies element by element, the matrix product is `@`"
    return says
