"""One loop that trains: look at a batch, compute the gradients, clip them, take a step.

It can be stopped at any time (Ctrl+C, or the square in JupyterLab) and returns what was
learned so far. All randomness is in the batches, so one seed gives one result.
"""
import numpy as np
from tqdm.auto import tqdm

from rnn_utils.datasets import next_letter_batch
from rnn_utils.gradients import clip_by_norm
from rnn_utils.optimizers import adam_step
from rnn_utils.rnn import rnn_loss_and_gradients


def train(parameters, batches, loss_and_gradients=rnn_loss_and_gradients, learning_rate=0.005,
          limit=5.0, update=adam_step, clip=clip_by_norm):
    """Train on each of the batches once.

    parameters         : dict of arrays to begin with, Waa (n_a, n_a) among them; not changed
    batches            : a list of (x, y, mask): (n_x, m, T_x), (n_y, m, T_x), (m, T_x)
    loss_and_gradients : function of x, y, a0 (n_a, m), parameters, mask → loss, gradients
    learning_rate      : of `update`
    limit              : the norm at which gradients are clipped; None: never
    update             : function of parameters, gradients, state, learning_rate → parameters, state
    clip               : function of gradients, limit → gradients
    returns parameters, and losses (number of batches,): the loss for each real step of a batch
    """
    state, losses = None, []
    progress = tqdm(batches, desc="training")
    try:
        for x, y, mask in progress:
            a0 = np.zeros((parameters["Waa"].shape[0], x.shape[1]))
            loss, gradients = loss_and_gradients(x, y, a0, parameters, mask)
            if limit is not None:
                gradients = clip(gradients, limit)
            parameters, state = update(parameters, gradients, state, learning_rate)
            losses.append(float(loss * x.shape[1] / np.sum(mask)))
            progress.set_postfix(loss=f"{np.mean(losses[-50:]):.2f}", refresh=False)
    except KeyboardInterrupt:
        print(f"Stopped after {len(losses)} of {len(batches)} batches; what was learned is kept.")
    return parameters, np.array(losses)


def random_batches(names, number, m, rng):
    """A list of `number` batches of `m` names, for guessing each next letter.

    names : texts; each batch draws `m` different ones with `rng`, a numpy random Generator
    returns a list of x (n_x, m, T_x), y (n_x, m, T_x), mask (m, T_x)
    """
    return [next_letter_batch([names[i] for i in rng.choice(len(names), m, replace=False)])
            for _ in range(number)]
