"""Wrong attempts at the exercises of notebooks 06 to 08, added to those of `wrong.py`."""
import numpy as np

from attempts.wrong import attempt
from rnn_utils import one_hot_sequence, rnn_cell_backward, rnn_cell_forward, rnn_forward, softmax
from rnn_utils.cells import RNN, hidden_states


# clip_by_value ---------------------------------------------------------------------------------


@attempt("clip_by_value", "nothing-clipped")
def clip_forgets_what_clip_returns(gradients, limit):
    for gradient in gradients.values():
        np.clip(gradient, -limit, limit)
    return gradients


@attempt("clip_by_value", "nothing-clipped")
def clip_only_renames(gradients, limit):
    for gradient in gradients.values():
        gradient = np.clip(gradient, -limit, limit)
    return gradients


@attempt("clip_by_value", "clipped-from-above-only")
def clip_with_one_if(gradients, limit):
    clipped = {name: g.copy() for name, g in gradients.items()}
    for g in clipped.values():
        g[g > limit] = limit
    return clipped


@attempt("clip_by_value", "sign-lost")
def clip_of_the_size(gradients, limit):
    return {name: np.minimum(np.abs(g), limit) for name, g in gradients.items()}


@attempt("clip_by_value", "large-ones-become-positive")
def clip_with_where_and_no_sign(gradients, limit):
    """Negative ones below −limit become +limit."""
    return {name: np.where(np.abs(g) > limit, limit, g) for name, g in gradients.items()}


@attempt("clip_by_value", "limits-exchanged")
def clip_with_exchanged_limits(gradients, limit):
    return {name: np.clip(g, limit, -limit) for name, g in gradients.items()}


@attempt("clip_by_value", "minimum-and-maximum-exchanged")
def clip_with_minimum_and_maximum_exchanged(gradients, limit):
    return {name: np.maximum(np.minimum(g, -limit), limit) for name, g in gradients.items()}


@attempt("clip_by_value", "negative-ones-lost")
def clip_between_zero_and_limit(gradients, limit):
    return {key: np.clip(gradients[key], 0, limit) for key in gradients}


@attempt("clip_by_value", "clipped-by-norm")
def clip_by_the_other_exercise(gradients, limit):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in gradients.values()))
    return {name: g * limit / max(norm, limit) for name, g in gradients.items()}


@attempt("clip_by_value", "scaled-to-the-largest")
def clip_divides_by_the_largest(gradients, limit):
    result = {}
    for name, g in gradients.items():
        largest = np.abs(g).max()
        result[name] = g / largest * limit if largest > limit else g
    return result


@attempt("clip_by_value", "limit-of-one")
def clip_at_one(gradients, limit):
    return {name: g.clip(-1, 1) for name, g in gradients.items()}


@attempt("clip_by_value", "wrong-results")
def clip_in_place_and_says_nothing_of_it(gradients, limit):
    for g in gradients.values():
        np.clip(g, -limit, limit, out=g)


@attempt("clip_by_value", "wrong-results")
def clip_returns_a_list(gradients, limit):
    return [np.clip(g, -limit, limit) for g in gradients.values()]


@attempt("clip_by_value", "missing-key")
def clip_returns_names_without_d(gradients, limit):
    return {name[1:]: np.clip(g, -limit, limit) for name, g in gradients.items()}


@attempt("clip_by_value", "return-inside-the-loop")
def clip_returns_inside_the_loop(gradients, limit):
    clipped = {}
    for name, g in gradients.items():
        clipped[name] = np.clip(g, -limit, limit)
        return clipped


@attempt("clip_by_value", "squashed-by-tanh")
def clip_with_tanh(gradients, limit):
    return {name: limit * np.tanh(g / limit) for name, g in gradients.items()}


# clip_by_norm ----------------------------------------------------------------------------------


@attempt("clip_by_norm", "norm-of-each-array")
def norm_for_every_array(gradients, limit):
    clipped = {}
    for name, g in gradients.items():
        norm = np.linalg.norm(g)
        clipped[name] = g * limit / norm if norm > limit else g
    return clipped


@attempt("clip_by_norm", "norm-without-root")
def norm_forgets_the_root(gradients, limit):
    norm = sum((g ** 2).sum() for g in gradients.values())
    factor = min(1, limit / norm) if norm else 1
    return {name: g * factor for name, g in gradients.items()}


@attempt("clip_by_norm", "sum-of-norms")
def norm_adds_norms(gradients, limit):
    norm = sum(np.linalg.norm(g) for g in gradients.values())
    return {name: g if norm <= limit else g * limit / norm for name, g in gradients.items()}


@attempt("clip_by_norm", "small-ones-scaled-up-and-zero-divided")
def norm_always_scales(gradients, limit):
    norm = np.sqrt(sum(np.sum(np.square(g)) for g in gradients.values()))
    return {name: limit * g / norm for name, g in gradients.items()}


@attempt("clip_by_norm", "small-ones-scaled-up")
def norm_always_scales_with_an_epsilon(gradients, limit):
    norm = np.sqrt(sum(np.sum(np.square(g)) for g in gradients.values()))
    return {name: limit * g / (norm + 1e-12) for name, g in gradients.items()}


@attempt("clip_by_norm", "factor-upside-down")
def norm_over_limit(gradients, limit):
    norm = np.linalg.norm(np.hstack([g.flatten() for g in gradients.values()]))
    if norm > limit:
        return {name: g * norm / limit for name, g in gradients.items()}
    return gradients


@attempt("clip_by_norm", "divided-by-norm-only")
def norm_of_one(gradients, limit):
    norm = np.sqrt(sum((g * g).sum() for g in gradients.values()))
    return {name: g / norm for name, g in gradients.items()} if norm > limit else gradients


@attempt("clip_by_norm", "clipped-by-value")
def norm_by_value(gradients, limit):
    return {name: np.clip(g, -limit, limit) for name, g in gradients.items()}


@attempt("clip_by_norm", "largest-element")
def norm_is_the_largest(gradients, limit):
    norm = max(np.abs(g).max() for g in gradients.values())
    return {name: g * (limit / norm if norm > limit else 1) for name, g in gradients.items()}


@attempt("clip_by_norm", "last-array-counts")
def norm_overwritten_in_the_loop(gradients, limit):
    for g in gradients.values():
        squares = np.sum(g ** 2)
    norm = np.sqrt(squares)
    return {name: g * limit / norm if norm > limit else g for name, g in gradients.items()}


@attempt("clip_by_norm", "largest-singular-value")
def norm_of_matrices(gradients, limit):
    """np.linalg.norm(…, 2) of a matrix is its largest singular value."""
    norm = np.sqrt(sum(np.linalg.norm(g, 2) ** 2 for g in gradients.values()))
    return {name: g * min(1, limit / max(norm, limit)) for name, g in gradients.items()}


@attempt("clip_by_norm", "norm-so-far")
def norm_and_scale_in_one_loop(gradients, limit):
    """Scales each array by the norm of those so far."""
    squares, clipped = 0, {}
    for name, g in gradients.items():
        squares += np.sum(g ** 2)
        norm = np.sqrt(squares)
        clipped[name] = g * limit / norm if norm > limit else g
    return clipped


@attempt("clip_by_norm", "square-compared")
def norm_squares_against_limit(gradients, limit):
    """Compares the squares with the limit, but scales with the root."""
    squares = sum(np.sum(g ** 2) for g in gradients.values())
    scale = limit / np.sqrt(squares) if squares > limit else 1.0
    return {name: g * scale for name, g in gradients.items()}


@attempt("clip_by_norm", "nothing-clipped")
def norm_only_renames(gradients, limit):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in gradients.values()))
    for g in gradients.values():
        if norm > limit:
            g = g * limit / norm
    return gradients


@attempt("clip_by_norm", "norm-without-root")
def norm_scaled_twice(gradients, limit):
    """Divides by the norm twice."""
    norm = np.sqrt(sum(np.sum(g ** 2) for g in gradients.values()))
    scale = limit / norm ** 2 if norm > limit else 1
    return {name: g * scale for name, g in gradients.items()}


@attempt("clip_by_norm", "wrong-results")
def norm_returned_beside(gradients, limit):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in gradients.values()))
    scale = min(1, limit / max(norm, 1e-12))
    return {name: g * scale for name, g in gradients.items()}, norm


# adam_step -------------------------------------------------------------------------------------


def _adam(parameters, gradients, state, formula, t_first=1):
    """The frame of an attempt: `formula(value, g, m, s, t)` gives value, m, s."""
    t = state["t"] + 1 if state else t_first
    new, memory = {}, {"t": t}
    for name, value in parameters.items():
        m, s = state[name] if state else (np.zeros(value.shape), np.zeros(value.shape))
        new[name], *memory[name] = formula(value, gradients["d" + name], m, s, t)
    return new, memory


@attempt("adam_step", "no-bias-correction")
def adam_without_correction(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                            epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        return value - learning_rate * m / (np.sqrt(s) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "corrected-averages-kept")
def adam_corrects_in_place(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                           epsilon=1e-8):
    """One name for the average and for the corrected one."""
    def formula(value, g, m, s, t):
        m = (beta1 * m + (1 - beta1) * g) / (1 - beta1 ** t)
        s = (beta2 * s + (1 - beta2) * g ** 2) / (1 - beta2 ** t)
        return value - learning_rate * m / (np.sqrt(s) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "epsilon-inside-root")
def adam_as_in_the_older_course(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                                epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        root = np.sqrt(s / (1 - beta2 ** t) + epsilon)
        return value - learning_rate * m / (1 - beta1 ** t) / root, m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "epsilon-before-the-correction")
def adam_with_another_epsilon(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                              epsilon=1e-8):
    """The paper's efficient order, but with the ε of the other one."""
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        rate = learning_rate * np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
        return value - rate * m / (np.sqrt(s) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "beta-times-t")
def adam_times_for_power(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                         epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        m_hat, s_hat = m / (1 - beta1 * t), s / (1 - beta2 * t)
        return value - learning_rate * m_hat / (np.sqrt(s_hat) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "t-does-not-count")
def adam_without_power(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                       epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        return value - learning_rate * m / (1 - beta1) / (np.sqrt(s / (1 - beta2)) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "t-starts-at-zero")
def adam_from_zero(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        return value - learning_rate * m / (1 - beta1 ** t) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon), m, s

    return _adam(parameters, gradients, state, formula, t_first=0)


@attempt("adam_step", "mean-squared")
def adam_squares_the_mean(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                          epsilon=1e-8):
    """The average of squares from the average."""
    def formula(value, g, m, s, t):
        m = beta1 * m + (1 - beta1) * g
        s = beta2 * s + (1 - beta2) * m ** 2
        return value - learning_rate * m / (1 - beta1 ** t) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "shares-exchanged")
def adam_with_shares_exchanged(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                               epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = (1 - beta1) * m + beta1 * g, (1 - beta2) * s + beta2 * g ** 2
        return value - learning_rate * m / (1 - beta1 ** t) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "uphill")
def adam_climbs(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        m_hat, s_hat = m / (1 - beta1 ** t), s / (1 - beta2 ** t)
        return value + learning_rate * m_hat / (np.sqrt(s_hat) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "step-for-value")
def adam_returns_the_step(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                          epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        return learning_rate * m / (1 - beta1 ** t) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "no-memory")
def adam_starts_anew(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = (1 - beta1) * g, (1 - beta2) * g ** 2
        m_hat, s_hat = m / (1 - beta1 ** t), s / (1 - beta2 ** t)
        return value - learning_rate * m_hat / (np.sqrt(s_hat) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "changes-its-inputs")
def adam_in_place(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    def formula(value, g, m, s, t):
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        m_hat, s_hat = m / (1 - beta1 ** t), s / (1 - beta2 ** t)
        value -= learning_rate * m_hat / (np.sqrt(s_hat) + epsilon)
        return value, m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "betas-fixed")
def adam_with_its_own_betas(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                            epsilon=1e-8):
    """The usual numbers instead of the arguments."""
    def formula(value, g, m, s, t):
        m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g ** 2
        m_hat, s_hat = m / (1 - 0.9 ** t), s / (1 - 0.999 ** t)
        return value - learning_rate * m_hat / (np.sqrt(s_hat) + epsilon), m, s

    return _adam(parameters, gradients, state, formula)


@attempt("adam_step", "t-counts-parameters")
def adam_counts_in_the_inner_loop(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                                  epsilon=1e-8):
    """t grows with each parameter."""
    state = state or {"t": 0}
    t, new, memory = state["t"], {}, {}
    for name, value in parameters.items():
        t += 1
        g = gradients["d" + name]
        m, s = state.get(name, (0, 0))
        m, s = beta1 * m + (1 - beta1) * g, beta2 * s + (1 - beta2) * g ** 2
        new[name] = value - learning_rate * m / (1 - beta1 ** t) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon)
        memory[name] = m, s
    return new, memory | {"t": t}


@attempt("adam_step")
def adam_expects_a_state(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                         epsilon=1e-8):
    """Fails at the first step, which has none."""
    new, memory = {}, {"t": state["t"] + 1}
    return new, memory


@attempt("adam_step")
def adam_returns_no_state(parameters, gradients, state, learning_rate=0.01, beta1=0.9, beta2=0.999,
                          epsilon=1e-8):
    return adam_in_place(parameters, gradients, state, learning_rate, beta1, beta2, epsilon)[0]


# sample ----------------------------------------------------------------------------------------


def _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, draw, feed=None, after=None):
    """The frame of an attempt: `draw(p, rng, temperature)`, what is fed, when it ends."""
    n_x = parameters["Wax"].shape[1]
    xt = np.zeros((n_x, 1)) if x1 is None else x1
    a_next, indices = a0, []
    for t in range(max_length):
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_next, parameters)
        index = int(draw(yt_pred[:, 0], rng, temperature))
        if t < len(prefix):
            index = prefix[t]
        indices.append(index)
        if index == end:
            break
        xt = feed(index, n_x, yt_pred) if feed else one_hot_sequence([index], n_x)
    return indices


def _draw(p, rng, temperature):
    p = p ** (1 / temperature)
    return rng.choice(len(p), p=p / p.sum())


@attempt("sample", "arg-max")
def sample_the_most_probable(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1,
                   lambda p, rng, temperature: np.argmax(p))


@attempt("sample", "all-equally-likely")
def sample_with_integers(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    """rng.choice without its probabilities."""
    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1,
                   lambda p, rng, temperature: rng.choice(np.arange(len(p))))


@attempt("sample", "temperature-ignored")
def sample_at_one_temperature(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1,
                   lambda p, rng, temperature: rng.choice(len(p), p=p))


@attempt("sample", "temperature-ignored")
def sample_divides_probabilities(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(),
                                 x1=None):
    """p / temperature, which the normalisation takes back."""
    def draw(p, rng, temperature):
        p = p / temperature
        return rng.choice(len(p), p=p / p.sum())

    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, draw)


@attempt("sample", "softmax-of-probabilities")
def sample_softmax_of_probabilities(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(),
                                    x1=None):
    """The temperature belongs below the scores; these are probabilities already."""
    def draw(p, rng, temperature):
        p = softmax(p[:, None] / temperature)[:, 0]
        return rng.choice(len(p), p=p)

    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, draw)


@attempt("sample", "temperature-upside-down")
def sample_multiplies_by_temperature(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(),
                                     x1=None):
    def draw(p, rng, temperature):
        p = np.exp(np.log(p) * temperature)
        return rng.choice(len(p), p=p / p.sum())

    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, draw)


@attempt("sample", "global-random-numbers")
def sample_from_np_random(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    def draw(p, rng, temperature):
        p = p ** (1 / temperature)
        return np.random.choice(len(p), p=p / p.sum())

    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, draw)


@attempt("sample", "another-draw")
def sample_with_multinomial(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    """The right chances, but other letters than `rng.choice` draws."""
    def draw(p, rng, temperature):
        p = p ** (1 / temperature)
        return np.argmax(rng.multinomial(1, p / p.sum()))

    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, draw)


@attempt("sample", "prediction-fed-back")
def sample_reads_its_prediction(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, _draw,
                   lambda index, n_x, yt_pred: yt_pred)


@attempt("sample", "index-for-one")
def sample_reads_the_index(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    def feed(index, n_x, yt_pred):
        x = np.zeros((n_x, 1))
        x[index] = index
        return x

    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, _draw, feed)


@attempt("sample", "one-dimensional-x")
def sample_reads_a_row_of_eye(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, _draw,
                   lambda index, n_x, yt_pred: np.eye(n_x)[index])


@attempt("sample")
def sample_reads_the_next_letter(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    """Letters counted from 1."""
    return _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, _draw,
                   lambda index, n_x, yt_pred: one_hot_sequence([index - 1], n_x))


@attempt("sample", "end-left-out")
def sample_leaves_the_end_out(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    indices = _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, _draw)
    return [index for index in indices if index != end]


@attempt("sample", "end-ignored")
def sample_never_ends(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    return _sample(parameters, a0, rng, None, max_length, temperature, prefix, x1, _draw)


@attempt("sample", "ends-at-zero")
def sample_ends_at_zero(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    """As if the end were always 0."""
    return _sample(parameters, a0, rng, 0, max_length, temperature, prefix, x1, _draw)


@attempt("sample", "end-appended")
def sample_appends_an_end(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    """As an older course does: whoever comes to max_length gets an end, too."""
    indices = _sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, _draw)
    return indices if indices[-1] == end else indices + [end]


@attempt("sample", "state-not-handed-on")
def sample_without_memory(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    n_x = parameters["Wax"].shape[1]
    xt = np.zeros((n_x, 1)) if x1 is None else x1
    indices = []
    for t in range(max_length):
        a_next, yt_pred, cache = rnn_cell_forward(xt, a0, parameters)
        p = yt_pred.ravel() ** (1 / temperature)
        index = rng.choice(n_x, p=p / p.sum())
        index = prefix[t] if t < len(prefix) else index
        indices.append(int(index))
        if index == end:
            break
        xt = one_hot_sequence([index], n_x)
    return indices


@attempt("sample", "end-ignored")
def sample_never_ends_and_takes_no_prefix(parameters, a0, rng, end, max_length=50, temperature=1.0):
    return _sample(parameters, a0, rng, None, max_length, temperature, (), None, _draw)


@attempt("sample", "wrong-results")
def sample_prints_only(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    print(_sample(parameters, a0, rng, end, max_length, temperature, prefix, x1, _draw))


@attempt("sample")
def sample_with_its_own_generator(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    return _sample(parameters, a0, np.random.default_rng(0), end, max_length, temperature, prefix, x1, _draw)


@attempt("sample", "keeps-something-between-calls")
def sample_with_a_new_generator(parameters, a0, rng, end, max_length=50, temperature=1.0, prefix=(), x1=None):
    return _sample(parameters, a0, np.random.default_rng(), end, max_length, temperature, prefix, x1, _draw)


# many_to_one_forward ---------------------------------------------------------------------------


def _last(mask, x):
    return (np.ones(x.shape[1:]) if mask is None else mask).sum(axis=1).astype(int) - 1


@attempt("many_to_one_forward", "last-column-for-all")
def one_answer_from_the_last_column(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return y_steps[..., -1], (a, caches, np.array([x.shape[2] - 1] * x.shape[1]))


@attempt("many_to_one_forward", "last-column-for-all")
def one_answer_from_the_last_column_with_the_right_cache(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return y_steps[:, :, -1], (a, caches, _last(mask, x))


@attempt("many_to_one_forward", "one-step-late")
def one_answer_at_the_length(x, a0, parameters, mask=None, cell=RNN):
    m, T_x = x.shape[1:]
    lengths = _last(mask, x) + 1
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return y_steps[:, range(m), lengths], (a, caches, lengths)


@attempt("many_to_one_forward", "one-step-early")
def one_answer_before_the_last(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    last = _last(mask, x) - 1
    return y_steps[:, np.arange(x.shape[1]), last], (a, caches, last)


@attempt("many_to_one_forward", "every-last-step-for-every-example")
def one_answer_with_a_colon(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return y_steps[:, :, _last(mask, x)], (a, caches, _last(mask, x))


@attempt("many_to_one_forward", "all-steps-returned")
def one_answer_at_every_step(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return y_steps, (a, caches, _last(mask, x))


@attempt("many_to_one_forward", "mean-of-all-steps")
def one_answer_as_a_mean(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return y_steps.mean(axis=2), (a, caches, _last(mask, x))


@attempt("many_to_one_forward", "prediction-of-the-mean-state")
def one_answer_from_the_mean_state(x, a0, parameters, mask=None, cell=RNN):
    """Averages the states instead of the predictions."""
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    mask_ = np.ones(x.shape[1:]) if mask is None else mask
    mean = (a * mask_).sum(axis=2) / mask_.sum(axis=1)
    return softmax(parameters["Wya"] @ mean + parameters["by"]), (a, caches, _last(mask, x))


@attempt("many_to_one_forward", "zeros-for-the-shorter")
def one_answer_of_masked_predictions(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    if mask is not None:
        y_steps = y_steps * mask
    return y_steps[:, :, -1], (a, caches, _last(mask, x))


@attempt("many_to_one_forward", "padding-read-as-zeros")
def one_answer_of_masked_inputs(x, a0, parameters, mask=None, cell=RNN):
    """Padding that is zero is still read."""
    masked = x if mask is None else x * mask
    a, y_steps, caches = rnn_forward(masked, a0, parameters)
    return y_steps[:, :, -1], (a, caches, np.full(x.shape[1], x.shape[2] - 1))


@attempt("many_to_one_forward", "state-for-prediction")
def one_answer_is_the_state(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return a[:, np.arange(x.shape[1]), _last(mask, x)], (a, caches, _last(mask, x))


@attempt("many_to_one_forward", "scores-for-probabilities")
def one_answer_without_softmax(x, a0, parameters, mask=None, cell=RNN):
    a, _, caches = rnn_forward(x, a0, parameters)
    a_last = a[:, np.arange(x.shape[1]), _last(mask, x)]
    return parameters["Wya"] @ a_last + parameters["by"], (a, caches, _last(mask, x))


@attempt("many_to_one_forward", "shortest-length")
def one_answer_as_soon_as_one_ends(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    t = _last(mask, x).min()
    return y_steps[:, :, t], (a, caches, np.full(x.shape[1], t))


@attempt("many_to_one_forward", "fails-in-some-cases")
def one_answer_needs_a_mask(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    last = mask.sum(axis=1).astype(int) - 1
    return y_steps[:, np.arange(x.shape[1]), last], (a, caches, last)


@attempt("many_to_one_forward", "wrong-results")
def one_answer_without_a_cache(x, a0, parameters, mask=None, cell=RNN):
    return rnn_forward(x, a0, parameters)[1][:, np.arange(x.shape[1]), _last(mask, x)]


@attempt("many_to_one_forward", "unusable")
def one_answer_with_caches_alone(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    return y_steps[:, np.arange(x.shape[1]), _last(mask, x)], caches


@attempt("many_to_one_forward", "transposed")
def one_answer_with_examples_first(x, a0, parameters, mask=None, cell=RNN):
    a, y_steps, caches = rnn_forward(x, a0, parameters)
    last = _last(mask, x)
    return np.array([y_steps[:, i, t] for i, t in enumerate(last)]), (a, caches, last)


# one_to_many_forward ---------------------------------------------------------------------------


@attempt("one_to_many_forward", "answers-only")
def many_answers_read_themselves(x, y, a0, parameters, cell=RNN):
    a, y_pred, caches = rnn_forward(y, a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "answer-as-input")
def many_answers_not_shifted(x, y, a0, parameters, cell=RNN):
    inputs = y.copy()
    inputs[:, :, 0] = x
    a, y_pred, caches = rnn_forward(inputs, a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "one-step-too-many")
def many_answers_one_too_many(x, y, a0, parameters, cell=RNN):
    """Puts x in front and cuts nothing off."""
    inputs = np.concatenate([x[:, :, None], y], axis=2)
    a, y_pred, caches = rnn_forward(inputs, a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "x-at-every-step")
def many_answers_to_the_same_input(x, y, a0, parameters, cell=RNN):
    inputs = np.repeat(x[:, :, None], y.shape[2], axis=2)
    a, y_pred, caches = rnn_forward(inputs, a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "nothing-fed-back")
def many_answers_to_silence(x, y, a0, parameters, cell=RNN):
    n_y, m, T_y = y.shape
    a, y_pred, caches = np.zeros((len(a0), m, T_y)), np.zeros(y.shape), []
    xt, state = x, a0
    for t in range(T_y):
        state, y_pred[:, :, t], cache = rnn_cell_forward(xt, state, parameters)
        a[:, :, t] = state
        caches.append(cache)
        xt = np.zeros_like(x)
    return y_pred, (a, caches)


def _write_on(x, y, a0, parameters, feed):
    """Step by step, with `feed(yt_pred)` as the next input."""
    a, y_pred, caches = [], [], []
    xt, state = x, a0
    for t in range(y.shape[2]):
        state, yt_pred, cache = rnn_cell_forward(xt, state, parameters)
        a, y_pred, caches = a + [state], y_pred + [yt_pred], caches + [cache]
        xt = feed(yt_pred)
    return np.stack(y_pred, axis=2), (np.stack(a, axis=2), caches)


@attempt("one_to_many_forward", "own-predictions")
def many_answers_feed_predictions(x, y, a0, parameters, cell=RNN):
    return _write_on(x, y, a0, parameters, lambda yt_pred: yt_pred)


@attempt("one_to_many_forward", "own-choices")
def many_answers_feed_choices(x, y, a0, parameters, cell=RNN):
    return _write_on(x, y, a0, parameters, lambda yt_pred: np.eye(len(x))[:, yt_pred.argmax(axis=0)])


@attempt("one_to_many_forward", "last-output-for-x")
def many_answers_with_a_roll_alone(x, y, a0, parameters, cell=RNN):
    """The last true output comes first; x is never read."""
    a, y_pred, caches = rnn_forward(np.roll(y, 1, axis=2), a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "x-added-at-every-step")
def many_answers_with_x_everywhere(x, y, a0, parameters, cell=RNN):
    inputs = np.zeros_like(y)
    inputs[:, :, 1:] = y[:, :, :-1]
    a, y_pred, caches = rnn_forward(inputs + x[:, :, None], a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "shifted-along-the-examples")
def many_answers_shifted_along_examples(x, y, a0, parameters, cell=RNN):
    inputs = np.zeros_like(y)
    inputs[:, 1:, :] = y[:, :-1, :]
    inputs[:, :, 0] = x
    a, y_pred, caches = rnn_forward(inputs, a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "a0-never-used")
def many_answers_from_zeros(x, y, a0, parameters, cell=RNN):
    inputs = np.concatenate([x[:, :, None], y[:, :, :-1]], axis=2)
    a, y_pred, caches = rnn_forward(inputs, np.zeros_like(a0), parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "state-not-handed-on")
def many_answers_without_memory(x, y, a0, parameters, cell=RNN):
    n_y, m, T_y = y.shape
    a, y_pred, caches, xt = np.zeros((len(a0), m, T_y)), np.zeros(y.shape), [], x
    for t in range(T_y):
        a[:, :, t], y_pred[:, :, t], cache = cell.step(xt, a0, parameters)
        caches.append(cache)
        xt = y[:, :, t]
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "two-steps-late")
def many_answers_with_a_gap(x, y, a0, parameters, cell=RNN):
    inputs = np.zeros_like(y)
    inputs[:, :, 0] = x
    for t in range(2, y.shape[2]):
        inputs[:, :, t] = y[:, :, t - 2]
    a, y_pred, caches = rnn_forward(inputs, a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "answer-as-input")
def many_answers_fed_too_early(x, y, a0, parameters, cell=RNN):
    """Takes y⟨t⟩ before the step instead of after it."""
    a, y_pred, caches, state = np.zeros((*a0.shape, y.shape[2])), np.zeros(y.shape), [], a0
    for t in range(y.shape[2]):
        xt = x if t == 0 else y[:, :, t]
        state, y_pred[:, :, t], cache = rnn_cell_forward(xt, state, parameters)
        a[:, :, t] = state
        caches.append(cache)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "changes-its-inputs")
def many_answers_shift_y_itself(x, y, a0, parameters, cell=RNN):
    y[:, :, 1:] = y[:, :, :-1].copy()
    y[:, :, 0] = x
    a, y_pred, caches = rnn_forward(y, a0, parameters)
    return y_pred, (a, caches)


@attempt("one_to_many_forward", "unusable")
def many_answers_without_states_in_the_cache(x, y, a0, parameters, cell=RNN):
    inputs = np.concatenate([x[:, :, None], y[:, :, :-1]], axis=2)
    a, y_pred, caches = rnn_forward(inputs, a0, parameters)
    return y_pred, caches


@attempt("one_to_many_forward", "wrong-results")
def many_answers_as_rnn_forward_gives_them(x, y, a0, parameters, cell=RNN):
    inputs = np.concatenate([x[:, :, None], y[:, :, :-1]], axis=2)
    return rnn_forward(inputs, a0, parameters)


# encoder_decoder_forward -----------------------------------------------------------------------


def _translate(x, y, a0, parameters, mask, context=None, inputs=None, start=None, decoder="decoder"):
    """The frame of an attempt: the context from the states, the decoder's inputs, its start."""
    a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"])
    last = _last(mask, x)
    state = a_source[:, np.arange(x.shape[1]), last] if context is None else context(a_source)
    if inputs is None:
        inputs = np.zeros(y.shape)
        inputs[:, :, 1:] = y[:, :, :-1]
    a, y_pred, caches = rnn_forward(inputs, state if start is None else start, parameters[decoder])
    return y_pred, (a, last, encoder_caches, caches)


@attempt("encoder_decoder_forward", "context-from-the-padding")
def translation_of_the_padding(x, y, a0, parameters, mask=None, cell=RNN):
    return _translate(x, y, a0, parameters, mask, lambda a: a[:, :, -1])


@attempt("encoder_decoder_forward", "context-one-step-late")
def translation_at_the_length(x, y, a0, parameters, mask=None, cell=RNN):
    a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"])
    lengths = _last(mask, x) + 1
    context = a_source[:, np.arange(x.shape[1]), lengths]
    inputs = np.zeros(y.shape)
    inputs[:, :, 1:] = y[:, :, :-1]
    a, y_pred, caches = rnn_forward(inputs, context, parameters["decoder"])
    return y_pred, (a, lengths, encoder_caches, caches)


@attempt("encoder_decoder_forward", "decoder-starts-from-a0")
def translation_of_nothing(x, y, a0, parameters, mask=None, cell=RNN):
    return _translate(x, y, a0, parameters, mask, start=a0)


@attempt("encoder_decoder_forward", "decoder-starts-from-zero")
def translation_from_zeros(x, y, a0, parameters, mask=None, cell=RNN):
    return _translate(x, y, a0, parameters, mask, start=np.zeros(a0.shape))


@attempt("encoder_decoder_forward", "answer-as-input")
def translation_that_reads_the_answer(x, y, a0, parameters, mask=None, cell=RNN):
    return _translate(x, y, a0, parameters, mask, inputs=y)


@attempt("encoder_decoder_forward", "last-symbol-at-the-first-step")
def translation_with_a_roll(x, y, a0, parameters, mask=None, cell=RNN):
    return _translate(x, y, a0, parameters, mask, inputs=np.roll(y, 1, axis=2))


@attempt("encoder_decoder_forward", "first-symbol-given-away")
def translation_that_starts_with_the_first(x, y, a0, parameters, mask=None, cell=RNN):
    inputs = np.concatenate([y[:, :, :1], y[:, :, :-1]], axis=2)
    return _translate(x, y, a0, parameters, mask, inputs=inputs)


@attempt("encoder_decoder_forward", "nothing-fed-back")
def translation_in_silence(x, y, a0, parameters, mask=None, cell=RNN):
    return _translate(x, y, a0, parameters, mask, inputs=0 * y)


@attempt("encoder_decoder_forward", "one-step-early")
def translation_shifted_the_other_way(x, y, a0, parameters, mask=None, cell=RNN):
    inputs = np.zeros_like(y)
    inputs[:, :, :-1] = y[:, :, 1:]
    return _translate(x, y, a0, parameters, mask, inputs=inputs)


@attempt("encoder_decoder_forward", "own-predictions")
def translation_feeding_predictions(x, y, a0, parameters, mask=None, cell=RNN):
    a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"])
    last = _last(mask, x)
    y_pred, (a, caches) = _write_on(np.zeros(y.shape[:2]), y, a_source[:, np.arange(x.shape[1]), last],
                                    parameters["decoder"], lambda yt_pred: yt_pred)
    return y_pred, (a, last, encoder_caches, caches)


@attempt("encoder_decoder_forward", "own-choices")
def translation_feeding_choices(x, y, a0, parameters, mask=None, cell=RNN):
    a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"])
    last = _last(mask, x)
    y_pred, (a, caches) = _write_on(np.zeros(y.shape[:2]), y, a_source[:, np.arange(x.shape[1]), last],
                                    parameters["decoder"], lambda yt: 1.0 * (yt == yt.max(axis=0)))
    return y_pred, (a, last, encoder_caches, caches)


@attempt("encoder_decoder_forward", "state-not-handed-on")
def translation_from_the_context_at_every_step(x, y, a0, parameters, mask=None, cell=RNN):
    """The decoder's state is not handed on."""
    a_source, encoder_caches = hidden_states(x, a0, parameters["encoder"])
    last = _last(mask, x)
    context = a_source[:, np.arange(x.shape[1]), last]
    a, y_pred, caches = np.zeros((*a0.shape, y.shape[2])), np.zeros(y.shape), []
    xt = np.zeros(y.shape[:2])
    for t in range(y.shape[2]):
        a[:, :, t], y_pred[:, :, t], cache = cell.step(xt, context, parameters["decoder"])
        caches.append(cache)
        xt = y[:, :, t]
    return y_pred, (a, last, encoder_caches, caches)


@attempt("encoder_decoder_forward", "context-is-a-mean")
def translation_of_the_mean(x, y, a0, parameters, mask=None, cell=RNN):
    weights = np.ones(x.shape[1:]) if mask is None else mask
    return _translate(x, y, a0, parameters, mask,
                      lambda a: np.einsum("nmt,mt->nm", a, weights) / weights.sum(axis=1))


@attempt("encoder_decoder_forward", "context-from-the-first-step")
def translation_of_the_first_word(x, y, a0, parameters, mask=None, cell=RNN):
    return _translate(x, y, a0, parameters, mask, lambda a: a[:, :, 0])


@attempt("encoder_decoder_forward", "encoder-weights-for-both")
def translation_with_the_wrong_weights(x, y, a0, parameters, mask=None, cell=RNN):
    """The encoder has no output layer, so this fails."""
    return _translate(x, y, a0, parameters, mask, decoder="encoder")


@attempt("encoder_decoder_forward")
def translation_with_parameters_in_one_dict(x, y, a0, parameters, mask=None, cell=RNN):
    a_source, encoder_caches = hidden_states(x, a0, parameters)
    return _translate(x, y, a0, parameters, mask)


@attempt("encoder_decoder_forward", "unusable")
def translation_with_a_cache_as_of_one_pass(x, y, a0, parameters, mask=None, cell=RNN):
    y_pred, (a, last, encoder_caches, caches) = _translate(x, y, a0, parameters, mask)
    return y_pred, (a, caches)


@attempt("encoder_decoder_forward", "unusable")
def translation_with_exchanged_caches(x, y, a0, parameters, mask=None, cell=RNN):
    y_pred, (a, last, encoder_caches, caches) = _translate(x, y, a0, parameters, mask)
    return y_pred, (a, last, caches, encoder_caches)


# greedy_decode ---------------------------------------------------------------------------------


def _decode(x, a0, parameters, end, max_length, mask, best=None, feed=None, stop=None, write=None,
            context=None, hand_on=True):
    """The frame of an attempt, with the right thing for whatever is not given."""
    m = x.shape[1]
    a_source, _ = hidden_states(x, a0, parameters["encoder"])
    state = a_source[:, np.arange(m), _last(mask, x)] if context is None else context(a_source)
    n_y = len(parameters["decoder"]["by"])
    xt, ended, indices = np.zeros((n_y, m)), np.zeros(m, bool), np.full((m, max_length), end)
    for t in range(max_length):
        a_next, yt_pred, _ = rnn_cell_forward(xt, state, parameters["decoder"])
        state = a_next if hand_on else state
        choice = best(yt_pred) if best else yt_pred.argmax(axis=0)
        indices[:, t] = write(ended, choice) if write else np.where(ended, end, choice)
        ended = stop(ended, choice) if stop else ended | (choice == end)
        xt = feed(choice, yt_pred, xt) if feed else np.eye(n_y)[:, choice]
    return indices


@attempt("greedy_decode", "end-ignored")
def decode_without_an_end(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask, write=lambda ended, choice: choice)


@attempt("greedy_decode", "ended-forgotten")
def decode_forgets_who_has_ended(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask, stop=lambda ended, choice: choice == end)


@attempt("greedy_decode", "all-must-end-together")
def decode_breaks_at_the_first_end(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """Stops the loop as soon as one of them ends."""
    return _decode(x, a0, parameters, end, max_length, mask,
                   stop=lambda ended, choice: np.full(len(choice), ended.any() or (choice == end).any()))


@attempt("greedy_decode", "zero-for-the-end")
def decode_leaves_zeros(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask,
                   write=lambda ended, choice: choice * ~ended)


@attempt("greedy_decode", "end-ignored")
def decode_stops_when_all_end_at_once(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """Ends only if all choices are the end in one and the same step."""
    return _decode(x, a0, parameters, end, max_length, mask,
                   stop=lambda ended, choice: ended | np.all(choice == end))


@attempt("greedy_decode", "prediction-fed-back")
def decode_feeds_predictions(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask, feed=lambda choice, yt_pred, xt: yt_pred)


@attempt("greedy_decode", "input-never-changes")
def decode_hears_nothing(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask, feed=lambda choice, yt_pred, xt: xt)


@attempt("greedy_decode", "inputs-pile-up")
def decode_never_clears_its_input(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    def feed(choice, yt_pred, xt):
        xt = xt.copy()
        xt[choice, np.arange(len(choice))] += 1
        return xt

    return _decode(x, a0, parameters, end, max_length, mask, feed=feed)


@attempt("greedy_decode", "ones-stay-in-the-input")
def decode_never_clears_its_ones(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    def feed(choice, yt_pred, xt):
        xt = xt.copy()
        xt[choice, np.arange(len(choice))] = 1
        return xt

    return _decode(x, a0, parameters, end, max_length, mask, feed=feed)


@attempt("greedy_decode", "rows-for-columns")
def decode_feeds_rows(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask,
                   feed=lambda choice, yt_pred, xt: np.eye(len(xt))[choice])


@attempt("greedy_decode", "state-not-handed-on")
def decode_from_the_context_again(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask, hand_on=False)


@attempt("greedy_decode", "context-from-the-padding")
def decode_the_padding(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask, context=lambda a: a[..., -1])


@attempt("greedy_decode", "decoder-starts-from-a0")
def decode_from_a0(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """The decoder never hears of the source."""
    return _decode(x, a0, parameters, end, max_length, mask, context=lambda a: a0)


@attempt("greedy_decode", "best-example-for-each-symbol")
def decode_over_the_wrong_axis(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask, best=lambda yt: np.argmax(yt, axis=1))


@attempt("greedy_decode", "transposed")
def decode_steps_first(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    return _decode(x, a0, parameters, end, max_length, mask).T


@attempt("greedy_decode", "no-array")
def decode_into_lists_of_several_lengths(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    rows = _decode(x, a0, parameters, end, max_length, mask).tolist()
    return [row[:row.index(end) + 1] if end in row else row for row in rows]


@attempt("greedy_decode", "columns-cut-off")
def decode_as_long_as_the_longest(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """Cuts off the columns behind the last end."""
    indices = _decode(x, a0, parameters, end, max_length, mask)
    longest = 1 + max(np.argmax(row == end) if end in row else max_length - 1 for row in indices)
    return indices[:, :longest]


@attempt("greedy_decode")
def decode_draws(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """Draws, where greedy means the most probable."""
    rng = np.random.default_rng(0)
    return _decode(x, a0, parameters, end, max_length, mask,
                   best=lambda yt: np.array([rng.choice(len(p), p=p) for p in yt.T]))


@attempt("greedy_decode", "end-for-the-first-input")
def decode_starts_with_the_end(x, a0, parameters, end, max_length, mask=None, cell=RNN):
    """The first input is `end`, as in courses where one symbol opens and closes a sentence."""
    m, D = x.shape[1], parameters["decoder"]
    a_source, _ = hidden_states(x, a0, parameters["encoder"])
    state, best = a_source[:, np.arange(m), _last(mask, x)], np.full(m, end)
    ended, indices = np.zeros(m, bool), np.full((m, max_length), end)
    for t in range(max_length):
        state, yt_pred, _ = rnn_cell_forward(np.eye(len(D["by"]))[:, best], state, D)
        best = yt_pred.argmax(axis=0)
        indices[:, t] = np.where(ended, end, best)
        ended |= best == end
    return indices


# gradient_norms_through_time -------------------------------------------------------------------


def _norms(da_last, caches, norm=lambda da: np.linalg.norm(da, axis=0).mean(), back=None):
    """The frame of an attempt: the norm of a step, and the way back."""
    norms, da = np.zeros(len(caches)), da_last
    for t in reversed(range(len(caches))):
        norms[t] = norm(da)
        da = back(da, caches[t]) if back else rnn_cell_backward(da, caches[t])["da_prev"]
    return norms


@attempt("gradient_norms_through_time", "one-norm-for-all-examples")
def norms_of_the_whole_array(da_last, caches):
    return _norms(da_last, caches, np.linalg.norm)


@attempt("gradient_norms_through_time", "norms-summed")
def norms_added_over_examples(da_last, caches):
    return _norms(da_last, caches, lambda da: np.linalg.norm(da, axis=0).sum())


@attempt("gradient_norms_through_time", "norm-over-the-examples")
def norms_along_the_examples(da_last, caches):
    return _norms(da_last, caches, lambda da: np.linalg.norm(da, axis=1).mean())


@attempt("gradient_norms_through_time", "norm-without-root")
def norms_squared(da_last, caches):
    return _norms(da_last, caches, lambda da: (da ** 2).sum(axis=0).mean())


@attempt("gradient_norms_through_time", "mean-before-the-norm")
def norms_of_the_mean_gradient(da_last, caches):
    return _norms(da_last, caches, lambda da: np.linalg.norm(da.mean(axis=1)))


@attempt("gradient_norms_through_time", "sum-of-absolute-values")
def norms_of_absolute_values(da_last, caches):
    return _norms(da_last, caches, lambda da: np.linalg.norm(da, 1, axis=0).mean())


@attempt("gradient_norms_through_time", "largest-singular-value")
def norms_of_matrices(da_last, caches):
    """np.linalg.norm(…, 2) without an axis is the largest singular value."""
    return _norms(da_last, caches, lambda da: np.linalg.norm(da, 2))


@attempt("gradient_norms_through_time", "mean-of-absolute-values")
def norms_as_a_mean_of_everything(da_last, caches):
    return _norms(da_last, caches, lambda da: np.abs(da).mean())


@attempt("gradient_norms_through_time", "slope-missing")
def norms_through_waa_alone(da_last, caches):
    return _norms(da_last, caches, back=lambda da, cache: cache[3]["Waa"].T @ da)


@attempt("gradient_norms_through_time", "waa-not-transposed")
def norms_through_waa_not_transposed(da_last, caches):
    return _norms(da_last, caches, back=lambda da, cache: cache[3]["Waa"] @ (da * (1 - cache[0] ** 2)))


@attempt("gradient_norms_through_time", "cache-of-the-step-before")
def norms_with_the_slope_of_a_prev(da_last, caches):
    """1 − a² of the state before instead of this one."""
    return _norms(da_last, caches, back=lambda da, cache: cache[3]["Waa"].T @ ((1 - cache[1] ** 2) * da))


@attempt("gradient_norms_through_time", "slope-behind-waa")
def norms_with_the_slope_after_waa(da_last, caches):
    """First Waa, then the slope: the other way round."""
    return _norms(da_last, caches, back=lambda da, cache: (1 - cache[0] ** 2) * (cache[3]["Waa"].T @ da))


@attempt("gradient_norms_through_time", "not-handed-on")
def norms_always_from_the_end(da_last, caches):
    norms, da = np.zeros(len(caches)), da_last
    for t in range(len(caches) - 1, -1, -1):
        norms[t] = np.mean(np.sqrt(np.sum(da ** 2, axis=0)))
        da = rnn_cell_backward(da_last, caches[t])["da_prev"]
    return norms


@attempt("gradient_norms_through_time", "by-lag")
def norms_in_the_order_of_the_way_back(da_last, caches):
    norms = []
    for cache in reversed(caches):
        norms.append(np.linalg.norm(da_last, axis=0).mean())
        da_last = rnn_cell_backward(da_last, cache)["da_prev"]
    return norms


@attempt("gradient_norms_through_time", "one-step-early")
def norms_measured_afterwards(da_last, caches):
    norms = []
    for cache in caches[::-1]:
        da_last = rnn_cell_backward(da_last, cache)["da_prev"]
        norms.insert(0, np.linalg.norm(da_last, axis=0).mean())
    return np.array(norms)


@attempt("gradient_norms_through_time", "steps-forwards")
def norms_from_the_first_cache(da_last, caches):
    norms, da = np.zeros(len(caches)), da_last
    for t, cache in enumerate(caches):
        norms[t] = np.linalg.norm(da, axis=0).mean()
        da = rnn_cell_backward(da, cache)["da_prev"]
    return norms


@attempt("gradient_norms_through_time", "caches-backwards")
def norms_from_the_first_cache_backwards(da_last, caches):
    """Stores them from the end, but walks through the caches from the start."""
    return norms_from_the_first_cache(da_last, caches)[::-1]


@attempt("gradient_norms_through_time", "not-averaged")
def norms_of_each_example(da_last, caches):
    norms = np.zeros((len(caches), da_last.shape[1]))
    for t in reversed(range(len(caches))):
        norms[t] = np.linalg.norm(da_last, axis=0)
        da_last = rnn_cell_backward(da_last, caches[t])["da_prev"]
    return norms


@attempt("gradient_norms_through_time", "gradients-added-up")
def norms_of_sums(da_last, caches):
    return _norms(da_last, caches, back=lambda da, cache: da + rnn_cell_backward(da, cache)["da_prev"])


@attempt("gradient_norms_through_time", "first-step-alone")
def norms_of_the_first_step_alone(da_last, caches):
    return _norms(da_last, caches)[0]


@attempt("gradient_norms_through_time", "changes-its-inputs")
def norms_in_place(da_last, caches):
    """Writes over da_last."""
    norms = np.zeros(len(caches))
    for t in reversed(range(len(caches))):
        norms[t] = np.linalg.norm(da_last, axis=0).mean()
        da_last[:] = rnn_cell_backward(da_last, caches[t])["da_prev"]
    return norms
