"""Right solutions of the exercises of notebooks 06 to 08, added to those of `correct.py`."""
import numpy as np

from attempts.correct import solves
from rnn_utils import one_hot_sequence, rnn_backward, rnn_cell_backward, rnn_cell_forward, rnn_forward, softmax
from rnn_utils.cells import RNN, hidden_states


# clip_by_value ---------------------------------------------------------------------------------


@solves("clip_by_value")
def clip_in_place_as_in_the_older_course(gradients, maxValue):
    dWaa, dWax, dba = gradients["dWaa"], gradients["dWax"], gradients["dba"]
    for gradient in [dWax, dWaa, dba]:
        np.clip(gradient, -maxValue, maxValue, out=gradient)
    return {"dWaa": dWaa, "dWax": dWax, "dba": dba}


@solves("clip_by_value")
def clip_in_a_comprehension(gradients, limit):
    return {name: np.minimum(np.maximum(g, -limit), limit) for name, g in gradients.items()}


@solves("clip_by_value")
def clip_with_where(gradients, limit):
    gradients = dict(gradients)
    for name in gradients:
        g = gradients[name]
        gradients[name] = np.where(np.abs(g) > limit, limit * np.sign(g), g)
    return gradients


@solves("clip_by_value")
def clip_number_by_number(gradients, limit):
    clipped = {}
    for name in gradients:
        g = gradients[name].copy()
        for i in range(g.shape[0]):
            for j in range(g.shape[1]):
                if g[i, j] > limit:
                    g[i, j] = limit
                elif g[i, j] < -limit:
                    g[i, j] = -limit
        clipped[name] = g
    return clipped


@solves("clip_by_value")
def clip_with_boolean_indices_in_place(gradients, limit):
    for g in gradients.values():
        g[g > limit] = limit
        g[g < -limit] = -limit
    return gradients


@solves("clip_by_value")
def clip_and_count(gradients, limit):
    """With a key of its own."""
    clipped = {name: g.clip(-limit, limit) for name, g in gradients.items()}
    clipped["how_many"] = sum(int((clipped[name] != g).sum()) for name, g in gradients.items())
    return clipped


# clip_by_norm ----------------------------------------------------------------------------------


@solves("clip_by_norm")
def norm_with_an_epsilon_as_in_torch(gradients, max_norm):
    total = np.linalg.norm([np.linalg.norm(g) for g in gradients.values()])
    coefficient = min(1.0, max_norm / (total + 1e-6))
    for name in gradients:
        gradients[name] *= coefficient
    return gradients


@solves("clip_by_norm")
def norm_of_one_long_vector(gradients, limit):
    everything = np.concatenate([g.ravel() for g in gradients.values()])
    norm = np.sqrt(everything @ everything)
    if norm <= limit:
        return gradients
    return {k: v * limit / norm for k, v in gradients.items()}


@solves("clip_by_norm")
def norm_divided_by_the_larger_one(gradients, limit):
    norm = sum((g ** 2).sum() for g in gradients.values()) ** 0.5
    return {name: limit * g / max(norm, limit) for name, g in gradients.items()}


@solves("clip_by_norm")
def norm_number_by_number(gradients, limit):
    squares = 0
    for g in gradients.values():
        for row in g:
            for number in row:
                squares += number * number
    norm = squares ** 0.5
    clipped = {name: g.copy() for name, g in gradients.items()}
    if norm > limit:
        for name in clipped:
            clipped[name] /= norm
            clipped[name] *= limit
    return clipped


@solves("clip_by_norm")
def norm_with_einsum_and_squares_compared(gradients, limit):
    squares = sum(np.einsum("ij,ij->", g, g) for g in gradients.values())
    if squares > limit ** 2:
        gradients = {name: g * np.sqrt(limit ** 2 / squares) for name, g in gradients.items()}
    return gradients | {"norm": np.sqrt(squares)}


# adam_step -------------------------------------------------------------------------------------


@solves("adam_step")
def adam_with_v_and_s(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """A dict for each average, and a counter, as the older course has them."""
    if not state:
        v = {"d" + name: np.zeros(parameters[name].shape) for name in parameters}
        s = {"d" + name: np.zeros(parameters[name].shape) for name in parameters}
        t = 0
    else:
        v, s, t = state
    t += 1
    new = {}
    for name in parameters:
        key = "d" + name
        v[key] = beta1 * v[key] + (1 - beta1) * gradients[key]
        s[key] = beta2 * s[key] + (1 - beta2) * np.power(gradients[key], 2)
        v_corrected = v[key] / (1 - np.power(beta1, t))
        s_corrected = s[key] / (1 - np.power(beta2, t))
        new[name] = parameters[name] - learning_rate * v_corrected / (np.sqrt(s_corrected) + epsilon)
    return new, (v, s, t)


@solves("adam_step")
def adam_with_a_step_towards_the_new(parameters, grads, state, lr=0.01, b1=0.9, b2=0.999, eps=1e-8):
    """m + (1 − β)(g − m), and powers of β that are carried along."""
    state = state or {"b1": 1.0, "b2": 1.0, "m": {}, "s": {}}
    b1_t, b2_t = state["b1"] * b1, state["b2"] * b2
    m = {k: state["m"].get(k, 0) + (1 - b1) * (grads["d" + k] - state["m"].get(k, 0)) for k in parameters}
    s = {k: state["s"].get(k, 0) + (1 - b2) * (grads["d" + k] ** 2 - state["s"].get(k, 0))
         for k in parameters}
    out = {k: v - lr * (m[k] / (1 - b1_t)) / ((s[k] / (1 - b2_t)) ** 0.5 + eps) for k, v in parameters.items()}
    return [out, {"b1": b1_t, "b2": b2_t, "m": m, "s": s}]


@solves("adam_step")
def adam_with_the_rate_corrected(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                                 epsilon=1e-8):
    """The paper's more efficient order, with ε adapted to it."""
    t = 1 if state is None else state["t"] + 1
    root = np.sqrt(1 - beta2 ** t)
    rate = learning_rate * root / (1 - beta1 ** t)
    memory, updated = {"t": t}, {}
    for name in parameters:
        g = gradients[f"d{name}"]
        m, s = (0, 0) if state is None else state[name]
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g * g
        updated[name] = parameters[name] - rate * m / (np.sqrt(s) + epsilon * root)
        memory[name] = m, s
    return updated, memory


@solves("adam_step")
def adam_with_averages_in_place(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                                epsilon=1e-8):
    """Copies the parameters, and changes copies and state where they are."""
    parameters = {name: value.copy() for name, value in parameters.items()}
    if state is None:
        state = {name: [np.zeros_like(value), np.zeros_like(value), 0] for name, value in parameters.items()}
    for name in parameters:
        mean, square, _ = state[name]
        state[name][2] += 1
        mean *= beta1
        mean += (1 - beta1) * gradients["d" + name]
        square *= beta2
        square += (1 - beta2) * gradients["d" + name] ** 2
        t = state[name][2]
        parameters[name] -= learning_rate * (mean / (1 - beta1 ** t)) / (np.sqrt(square / (1 - beta2 ** t))
                                                                         + epsilon)
    return parameters, state


@solves("adam_step")
def adam_from_all_gradients_so_far(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                                   epsilon=1e-8):
    """Keeps every gradient, and makes both averages anew."""
    history = (state or []) + [gradients]
    t = len(history)
    new = {}
    for name, value in parameters.items():
        g = np.array([each["d" + name] for each in history])
        age = np.arange(t)[::-1][:, None, None]
        mean = np.sum(beta1 ** age * g, axis=0) / np.sum(beta1 ** age)
        square = np.sum(beta2 ** age * g ** 2, axis=0) / np.sum(beta2 ** age)
        new[name] = value - learning_rate * mean / (np.sqrt(square) + epsilon)
    return new, history


# sample ----------------------------------------------------------------------------------------


@solves("sample")
def sample_with_a_while_loop(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    n_x = parameters["by"].shape[0]
    x = x1 if x1 is not None else np.zeros((n_x, 1))
    a, indices, idx = a0, [], None
    while idx != end and len(indices) < max_length:
        a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["ba"])
        z = parameters["Wya"] @ a + parameters["by"]
        p = softmax(z / temperature)
        idx = rng.choice(range(n_x), p=p.ravel())
        if len(indices) < len(prefix):
            idx = prefix[len(indices)]
        indices.append(idx)
        x = np.zeros((n_x, 1))
        x[idx] = 1
    return indices


@solves("sample")
def sample_without_a_draw_for_what_is_given(parameters, a0, rng, end, max_length=50, temperature=1.0,
                                            prefix=(), x1=None):
    n_x = parameters["Wax"].shape[1]
    xt = np.zeros((n_x, 1)) if x1 is None else x1
    indices = []
    for t in range(max_length):
        a0, yt_pred, _ = rnn_cell_forward(xt, a0, parameters)
        if t < len(prefix):
            index = prefix[t]
        else:
            p = np.exp(np.log(yt_pred[:, 0]) / temperature)
            index = int(rng.choice(n_x, p=p / p.sum()))
        indices.append(index)
        if index == end:
            return indices
        xt = one_hot_sequence([index], n_x)
    return indices


@solves("sample")
def sample_as_an_array(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    n_x = parameters["Wax"].shape[1]
    xt, a_next = np.zeros((n_x, 1)), a0
    if x1 is not None:
        xt = x1
    indices = np.zeros(max_length, dtype=int)
    for t in range(max_length):
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_next, parameters)
        p = np.power(yt_pred, 1 / temperature)
        p /= p.sum()
        indices[t] = rng.choice(n_x, p=p[:, 0])
        if t < len(prefix):
            indices[t] = prefix[t]
        if indices[t] == end:
            return indices[:t + 1]
        xt = np.eye(n_x)[:, [indices[t]]]
    return indices


@solves("sample")
def sample_with_the_share_below_a_random_number(parameters, a0, rng, end, max_length=50, temperature=1.0,
                                                prefix=(), x1=None):
    """Draws by hand: the first index at which the added up probabilities exceed a random number."""
    n_x = len(parameters["by"])
    x, a, written = np.zeros((n_x, 1)) if x1 is None else x1, a0, ()
    for t in range(max_length):
        a, y, _ = rnn_cell_forward(x, a, parameters)
        p = y[:, 0] ** (1 / temperature)
        k = int(np.sum(np.cumsum(p / p.sum()) <= rng.random()))
        k = prefix[t] if t < len(prefix) else k
        written += (k,)
        if k == end:
            break
        x = np.zeros((n_x, 1))
        x[k, 0] = 1
    return written


@solves("sample")
def sample_without_prefix(parameters, a0, rng, end, max_length=50, temperature=1.0):
    """Only what is asked for: the two extras are left out."""
    n_x = parameters["Wax"].shape[1]
    xt, a_next, indices = np.zeros((n_x, 1)), a0, []
    for t in range(max_length):
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_next, parameters)
        p = yt_pred[:, 0] ** (1 / temperature)
        p = p / np.sum(p)
        index = int(rng.choice(n_x, p=p))
        indices.append(index)
        if index == end:
            break
        xt = one_hot_sequence([index], n_x)
    return indices


@solves("sample")
def sample_by_recursion(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    n_x = parameters["Wax"].shape[1]
    xt = np.zeros((n_x, 1)) if x1 is None else x1
    a_next, yt_pred, _ = rnn_cell_forward(xt, a0, parameters)
    p = yt_pred.flatten() ** (1.0 / temperature)
    index = int(rng.choice(np.arange(n_x), p=p / sum(p)))
    if len(prefix):
        index, prefix = prefix[0], prefix[1:]
    if index == end or max_length == 1:
        return [index]
    return [index] + sample_by_recursion(parameters, a_next, rng, end, max_length - 1, temperature, prefix,
                                         np.eye(n_x)[:, index:index + 1])


# many_to_one_forward ---------------------------------------------------------------------------


@solves("many_to_one_forward")
def one_answer_example_by_example(x, a0, parameters, mask=None, cell=RNN):
    n_x, m, T_x = x.shape
    a, y_steps, caches = cell.forward(x, a0, parameters)
    y_pred = np.zeros((y_steps.shape[0], m))
    last = np.zeros(m, dtype=int)
    for i in range(m):
        last[i] = T_x - 1
        if mask is not None:
            while mask[i, last[i]] == 0:
                last[i] -= 1
        y_pred[:, i] = y_steps[:, i, last[i]]
    return y_pred, (a, caches, last)


@solves("many_to_one_forward")
def one_answer_with_a_state_that_stays(x, a0, parameters, mask=None):
    """In padding the state is kept, so the last column is right for all."""
    n_x, m, T_x = x.shape
    mask = np.ones((m, T_x)) if mask is None else mask
    a, caches, state = np.zeros((*a0.shape, T_x)), [], a0
    for t in range(T_x):
        a_next, _, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        state = np.where(mask[:, t] == 1, a_next, state)
        a[:, :, t] = state
        caches.append(cache)
    y_pred = softmax(parameters["Wya"] @ state + parameters["by"])
    return y_pred, (a, caches, np.count_nonzero(mask, axis=1) - 1)


@solves("many_to_one_forward")
def one_answer_with_a_one_hot_mask(x, a0, parameters, mask=None, cell=RNN):
    """Weighs the steps: 1 where the mask ends, 0 elsewhere."""
    m, T_x = x.shape[1:]
    mask = np.ones((m, T_x)) if mask is None else np.asarray(mask, float)
    ends = mask - np.concatenate([mask[:, 1:], np.zeros((m, 1))], axis=1)
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return np.einsum("ymt,mt->ym", y_steps, ends), [a, caches, np.argmax(ends, axis=1)]


@solves("many_to_one_forward")
def one_answer_from_the_last_state(x, a0, parameters, mask=None, cell=RNN):
    a, _, caches = cell.forward(x, a0, parameters)
    T_x = x.shape[2]
    last = np.full(x.shape[1], T_x - 1) if mask is None else T_x - 1 - np.argmax(mask[:, ::-1], axis=1)
    a_last = np.take_along_axis(a, last[None, :, None], axis=2)[:, :, 0]
    z = np.dot(parameters["Wya"], a_last) + parameters["by"]
    return softmax(z), (a, caches, last)


@solves("many_to_one_forward")
def one_answer_with_the_diagonal(x, a0, parameters, mask=None, cell=RNN):
    """Takes all last steps for all examples, and of them the diagonal; whole numbers in a list."""
    lengths = [x.shape[2]] * x.shape[1] if mask is None else [int(row.sum()) for row in mask]
    a, y_steps, (caches) = cell.forward(x, a0, parameters)
    last = [T_i - 1 for T_i in lengths]
    y_pred = np.diagonal(y_steps[:, :, last], axis1=1, axis2=2)
    return y_pred, (a, caches, np.array(last))


# one_to_many_forward ---------------------------------------------------------------------------


@solves("one_to_many_forward")
def many_answers_with_concatenate(x, y, a0, parameters, cell=RNN):
    inputs = np.concatenate([x[:, :, None], y[:, :, :-1]], axis=2)
    a, y_pred, caches = cell.forward(inputs, a0, parameters)
    return y_pred, (a, caches)


@solves("one_to_many_forward")
def many_answers_step_by_step(x, y, a0, parameters, cell=RNN):
    n_y, m, T_y = y.shape
    a = np.zeros((a0.shape[0], m, T_y))
    y_pred = np.zeros((n_y, m, T_y))
    caches, xt, a_next = [], x, a0
    for t in range(T_y):
        a_next, yt_pred, cache = cell.step(xt, a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
        xt = y[:, :, t]
    return y_pred, (a, caches)


@solves("one_to_many_forward")
def many_answers_with_roll(x, y, a0, parameters):
    inputs = np.roll(y, 1, axis=-1).astype(float)
    inputs[..., 0] = x
    a, y_pred, caches = rnn_forward(inputs, a0, parameters)
    return [y_pred, [a, caches]]


@solves("one_to_many_forward")
def many_answers_with_stack(x, y, a0, parameters, cell=RNN):
    columns = [x] + [y[:, :, t] for t in range(y.shape[2])][:-1]
    a, y_pred, caches = rnn_forward(np.stack(columns, axis=-1), a0, parameters)
    return y_pred, (a, (caches, np.stack(columns, axis=-1)))


@solves("one_to_many_forward")
def many_answers_from_indices(x, y, a0, parameters, cell=RNN):
    """The fed-back symbols go through their index and back to one-hot."""
    n_y, m, T_y = y.shape
    indices = y.argmax(axis=0)
    inputs = np.empty(y.shape)
    for i in range(m):
        inputs[:, i, 0] = x[:, i]
        inputs[:, i, 1:] = one_hot_sequence(indices[i], n_y)[:, :-1]
    states, probabilities, caches = cell.forward(inputs, a0, parameters)
    return probabilities, (states, caches)


# encoder_decoder_forward -----------------------------------------------------------------------


@solves("encoder_decoder_forward")
def translation_with_loops(x, y, a0, parameters, mask=None, cell=RNN):
    """Two loops over time, and a state that waits in the padding."""
    n_a, m = a0.shape
    T_x, T_y = x.shape[2], y.shape[2]
    if mask is None:
        mask = np.ones((m, T_x))
    encoder, decoder = parameters["encoder"], parameters["decoder"]
    silent = dict(encoder, Wya=np.zeros((1, n_a)), by=np.zeros((1, 1)))
    a_next, context, encoder_caches = a0, np.zeros((n_a, m)), []
    last = np.zeros(m, int)
    for t in range(T_x):
        a_next, _, cache = cell.step(x[:, :, t], a_next, silent)
        encoder_caches.append(cache)
        for i in range(m):
            if mask[i, t]:
                context[:, i] = a_next[:, i]
                last[i] = t
    a, y_pred, decoder_caches = np.zeros((n_a, m, T_y)), np.zeros(y.shape), []
    xt, a_next = np.zeros(y.shape[:2]), context
    for t in range(T_y):
        a_next, yt_pred, cache = cell.step(xt, a_next, decoder)
        a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
        decoder_caches.append(cache)
        xt = y[:, :, t]
    return y_pred, (a, last, encoder_caches, decoder_caches)


@solves("encoder_decoder_forward")
def translation_without_the_cell(x, y, a0, p, mask=None):
    """The encoder's equation by hand."""
    E, lengths = p["encoder"], np.full(x.shape[1], x.shape[2]) if mask is None else mask.sum(1).astype(int)
    states, encoder_caches = [a0], []
    for t in range(x.shape[2]):
        states.append(np.tanh(E["Wax"].dot(x[:, :, t]) + E["Waa"].dot(states[-1]) + E["ba"]))
        encoder_caches.append((states[-1], states[-2], x[:, :, t], E))
    context = np.stack([states[T_i][:, i] for i, T_i in enumerate(lengths)], axis=1)
    inputs = np.concatenate([np.zeros((y.shape[0], y.shape[1], 1)), y[:, :, :-1]], axis=2)
    a, y_pred, decoder_caches = rnn_forward(inputs, context, p["decoder"])
    return y_pred, (a, lengths - 1, encoder_caches, decoder_caches)


@solves("encoder_decoder_forward")
def translation_with_take_along_axis(x, y, a0, parameters, mask=None, cell=RNN):
    mask = np.ones(x.shape[1:]) if mask is None else mask
    a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"])
    last = mask.shape[1] - 1 - np.argmax(mask[:, ::-1] > 0, axis=1)
    context = np.take_along_axis(a_source, last[None, :, None], axis=2).squeeze(axis=2)
    inputs = np.roll(y, 1, axis=2)
    inputs[:, :, 0] = 0
    a, y_pred, caches = cell.forward(inputs, context, parameters["decoder"])
    return [y_pred, [a, last, encoder_caches, caches]]


@solves("encoder_decoder_forward")
def translation_with_a_weighted_sum(x, y, a0, parameters, mask=None, cell=RNN):
    m, T_x = x.shape[1], x.shape[2]
    lengths = np.ones((m, T_x)).sum(axis=1) if mask is None else mask.sum(axis=1)
    here = 1.0 * (np.arange(T_x)[None, :] == lengths[:, None] - 1)
    a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"], cell)
    context = np.einsum("nmt,mt->nm", a_source, here)
    inputs = np.zeros_like(y)
    for t in range(1, y.shape[2]):
        inputs[:, :, t] = y[:, :, t - 1]
    a, y_pred, decoder_caches = cell.forward(inputs, context, parameters["decoder"])
    return y_pred, (a, np.argmax(here, axis=1), encoder_caches, decoder_caches)


@solves("encoder_decoder_forward")
def translation_with_a_shift_matrix(x, y, a0, parameters, mask=None, cell=RNN):
    """The shift by one step is a product with ones above the diagonal."""
    m, T_x = x.shape[1], x.shape[2]
    mask = np.ones((m, T_x)) if mask is None else mask
    a_source, first = hidden_states(x, a0, parameters["encoder"], cell)
    last = [max(t for t in range(T_x) if mask[i, t]) for i in range(m)]
    context = np.array([a_source[:, i, t] for i, t in enumerate(last)]).T
    a, y_pred, second = cell.forward(y @ np.eye(y.shape[2], k=1), context, parameters["decoder"])
    return y_pred, (a, np.array(last), first, second)


# greedy_decode ---------------------------------------------------------------------------------


@solves("greedy_decode")
def decode_example_by_example(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """Each example alone, without its padding, until its end."""
    rows = []
    for i in range(x.shape[1]):
        T_i = x.shape[2] if mask is None else int(mask[i].sum())
        a, _ = hidden_states(x[:, [i], :T_i], a0[:, [i]], parameters["encoder"], cell)
        state, xt, row = a[:, :, -1], np.zeros((parameters["decoder"]["by"].size, 1)), []
        while len(row) < max_length:
            state, p, _ = cell.step(xt, state, parameters["decoder"])
            row.append(int(p.argmax()))
            if row[-1] == end:
                break
            xt = one_hot_sequence([row[-1]], len(p))
        rows.append(row + [end] * (max_length - len(row)))
    return np.array(rows)


@solves("greedy_decode")
def decode_all_and_fill_up_afterwards(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """Goes on behind the ends, and writes over what came there."""
    m = x.shape[1]
    mask = np.ones((m, x.shape[2])) if mask is None else mask
    a_source, _ = hidden_states(x, a0, parameters["encoder"], cell)
    a_next = np.array([a_source[:, i, int(sum(mask[i])) - 1] for i in range(m)]).T
    n_y = len(parameters["decoder"]["by"])
    xt, choices = np.zeros((n_y, m)), []
    for t in range(max_length):
        a_next, yt_pred, _ = rnn_cell_forward(xt, a_next, parameters["decoder"])
        choices.append(yt_pred.argmax(0))
        xt = np.zeros((n_y, m))
        xt[choices[-1], np.arange(m)] = 1
    indices = np.stack(choices, axis=1)
    indices[np.cumsum(indices == end, axis=1) > 0] = end
    return indices


@solves("greedy_decode")
def decode_until_all_have_ended(x, a0, parameters, end, max_length, mask=None):
    """Stops early, and keeps whole numbers as floats."""
    n_x, m, T_x = x.shape
    last = np.full(m, T_x - 1) if mask is None else mask.sum(axis=1).astype(int) - 1
    a, _ = hidden_states(x, a0, parameters["encoder"])
    state, D = a[:, range(m), last], parameters["decoder"]
    indices = np.ones((m, max_length)) * end
    xt = np.zeros((D["Wax"].shape[1], m))
    going = np.ones(m, dtype=bool)
    for t in range(max_length):
        if not going.any():
            break
        state, yt, _ = rnn_cell_forward(xt, state, D)
        best = yt.argmax(axis=0)
        indices[going, t] = best[going]
        going &= best != end
        xt = (np.arange(len(yt))[:, None] == best).astype(float)
    return indices


@solves("greedy_decode")
def decode_without_prediction(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """The largest score is the largest probability: no softmax."""
    E, D = parameters["encoder"], parameters["decoder"]
    state = a0
    for t in range(x.shape[2]):
        new = np.tanh(E["Wax"] @ x[:, :, t] + E["Waa"] @ state + E["ba"])
        state = new if mask is None else mask[:, t] * new + (1 - mask[:, t]) * state
    m, n_y = x.shape[1], D["by"].shape[0]
    words, ended, xt = np.zeros((m, max_length), int), [False] * m, np.zeros((n_y, m))
    for t in range(max_length):
        state = np.tanh(D["Wax"] @ xt + D["Waa"] @ state + D["ba"])
        best = np.argmax(D["Wya"] @ state + D["by"], axis=0)
        for i in range(m):
            words[i, t] = end if ended[i] else best[i]
            ended[i] = ended[i] or best[i] == end
        xt = np.eye(n_y)[best].T
    return words


@solves("greedy_decode")
def decode_feeding_back_the_end(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """Who has ended is fed with `end`, which nobody hears."""
    m, T_x = x.shape[1:]
    mask = np.ones((m, T_x)) if mask is None else mask
    a_source, _ = hidden_states(x, a0, parameters["encoder"], cell)
    a_next = np.einsum("nmt,mt->nm", a_source, mask - np.pad(mask, ((0, 0), (0, 1)))[:, 1:])
    n_y = parameters["decoder"]["by"].shape[0]
    xt, previous = np.zeros((n_y, m)), np.full(m, -1)
    indices = []
    for t in range(max_length):
        a_next, yt_pred, cache = cell.step(xt, a_next, parameters["decoder"])
        previous = np.where(previous == end, end, np.argmax(yt_pred, axis=0))
        indices += [previous]
        xt = np.eye(n_y)[:, previous]
    return np.transpose(indices)


# gradient_norms_through_time -------------------------------------------------------------------


@solves("gradient_norms_through_time")
def norms_by_the_formula(da_last, caches):
    """Without the cell: Waaᵀ times (1 − a²) times what came."""
    norms, da = [], da_last
    for a_next, a_prev, xt, parameters in reversed(caches):
        norms.insert(0, np.linalg.norm(da, axis=0).mean())
        da = np.dot(parameters["Waa"].T, (1 - np.square(a_next)) * da)
    return norms


@solves("gradient_norms_through_time")
def norms_from_all_gradients(da_last, caches):
    T = len(caches)
    da = np.zeros((*da_last.shape, T))
    da[:, :, -1] = da_last
    for t in range(T - 1, 0, -1):
        da[:, :, t - 1] = rnn_cell_backward(da[:, :, t], caches[t])["da_prev"]
    return np.sqrt((da ** 2).sum(axis=0)).mean(axis=0)


@solves("gradient_norms_through_time")
def norms_example_by_example(da_last, caches):
    """Each example with the product of its own Jacobians."""
    m, T_x = da_last.shape[1], len(caches)
    norms = np.zeros(T_x)
    for i in range(m):
        back = np.eye(len(da_last))
        for t in range(T_x)[::-1]:
            norms[t] += np.sqrt(np.sum((back.T @ da_last[:, i]) ** 2)) / m
            back = back @ np.diag(1 - caches[t][0][:, i] ** 2) @ caches[t][3]["Waa"]
    return norms


@solves("gradient_norms_through_time")
def norms_by_recursion(da_last, caches):
    here = np.mean(np.einsum("am,am->m", da_last, da_last) ** 0.5)
    if len(caches) == 1:
        return np.array([here])
    before = rnn_cell_backward(da_last, caches[-1])["da_prev"]
    return np.append(norms_by_recursion(before, caches[:-1]), here)


@solves("gradient_norms_through_time")
def norms_with_a_pass_for_each_step(da_last, caches):
    """The gradient at the state before step t is da0 of the steps from t on."""
    norms = []
    for t in range(1, len(caches)):
        da = np.zeros((*da_last.shape, len(caches) - t))
        da[:, :, -1] = da_last
        norms.append(np.sum(np.linalg.norm(rnn_backward(da, caches[t:])["da0"], axis=0)) / da.shape[1])
    return tuple(norms) + (np.mean(np.linalg.norm(da_last, axis=0)),)
