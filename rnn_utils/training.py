"""One loop that trains: look at a batch, compute the gradients, clip them, take a step.

It can be stopped at any time (Ctrl+C, or the square in JupyterLab) and returns what was
learned so far. All randomness is in the batches, so one seed gives one result. Where the
environment says RNN_UTILS_TRAINING=short, it stops after 20 batches: enough to see that a
notebook runs, not to see what it says.

Parameters may be nested, as those of an encoder and a decoder are; optimizers and clips see
them as one flat dict.
"""
import os

import numpy as np
from tqdm.auto import tqdm

from rnn_utils.architectures import many_to_many_loss
from rnn_utils.datasets import next_letter_batch
from rnn_utils.gradients import clip_by_norm
from rnn_utils.optimizers import adam_step


def train(parameters, batches, loss_and_gradients=many_to_many_loss, learning_rate=0.005,
          limit=1.0, update=adam_step, clip=clip_by_norm):
    """Train on each of the batches once.

    parameters         : dict of arrays, or of such dicts, to begin with; not changed
    batches            : a list of tuples of arrays, as `loss_and_gradients` reads them, by
                         default x (n_x, m, T_x), y (n_y, m, T_x), mask (m, T_x)
    loss_and_gradients : function of parameters and the arrays of a batch → loss, gradients
    learning_rate      : of `update`
    limit              : the norm at which gradients are clipped; None: never
    update             : function of parameters, gradients, state, learning_rate → parameters, state
    clip               : function of gradients, limit → gradients
    returns parameters, and losses (number of batches,): the loss of each batch before its step
    """
    batches = batches[:steps_of(len(batches))]
    arrays, state, losses = flat(parameters), None, []
    # tqdm's own variable, which its bar for notebooks does not read by itself
    progress = tqdm(batches, desc="training", disable=os.environ.get("TQDM_DISABLE") == "1")
    try:
        for batch in progress:
            loss, gradients = loss_and_gradients(nested(arrays, parameters), *batch)
            gradients = flat_gradients(gradients, parameters)
            if limit is not None:
                gradients = clip(gradients, limit)
            arrays, state = update(arrays, gradients, state, learning_rate)
            losses.append(float(loss))
            progress.set_postfix(loss=f"{np.mean(losses[-50:]):.2f}", refresh=False)
    except KeyboardInterrupt:
        print(f"Stopped after {len(losses)} of {len(batches)} batches; what was learned is kept.")
    return nested(arrays, parameters), np.array(losses)


def steps_of(number):
    """How many steps a training of `number` steps takes: 20 at most, where trainings are to be short."""
    return min(number, 20) if os.environ.get("RNN_UTILS_TRAINING") == "short" else number


def running_mean(losses, width=20):
    """The mean of the last `width` losses at each step; of all so far, as long as these are fewer.

    losses : a list, or an array of the shape (T,), one for each step
    returns means, of the same shape
    """
    return np.array([np.mean(losses[max(t - width, 0):t]) for t in range(1, len(losses) + 1)])


def random_batches(items, number, m, rng, batch=next_letter_batch):
    """A list of `number` batches, each of `m` different items drawn with `rng`.

    items : what to learn from, such as names
    rng   : a numpy random Generator
    batch : function of a list of items → a tuple of arrays, as `loss_and_gradients` reads them;
            `next_letter_batch` gives x (n_x, m, T_x), y (n_x, m, T_x), mask (m, T_x)
    """
    return [batch([items[i] for i in rng.choice(len(items), m, replace=False)])
            for _ in range(steps_of(number))]


# ---- nested parameters: {"encoder": {"Wax": …}} ⇄ {"encoder Wax": …} -----------------------------

def flat(parameters):
    """Nested parameters as one dict of arrays; flat ones stay as they are."""
    return {_name(path): array for path, array in _arrays(parameters)}


def flat_gradients(gradients, parameters):
    """The gradients of the parameters, and no others, named as optimizers expect it: "d" + name."""
    found = {}
    for path, _ in _arrays(parameters):
        branch = gradients
        for key in path[:-1]:
            branch = branch[key]
        found["d" + _name(path)] = branch["d" + path[-1]]
    return found


def nested(arrays, like, path=()):
    """The inverse of `flat`: the arrays in the structure of `like`."""
    if isinstance(like, dict):
        return {key: nested(arrays, branch, path + (key,)) for key, branch in like.items()}
    if isinstance(like, (list, tuple)):
        return [nested(arrays, branch, path + (i,)) for i, branch in enumerate(like)]
    return arrays[_name(path)]


def _arrays(tree, path=()):
    """(path, array) for each array in nested parameters."""
    if isinstance(tree, (dict, list, tuple)):
        for key, branch in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _arrays(branch, path + (key,))
    else:
        yield path, tree


def _name(path):
    return " ".join(map(str, path))
