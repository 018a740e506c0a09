"""The exercises and concept questions of the course: one file for each notebook.

An entry needs a public function of `rnn_utils` (its answer), cases, points and known
mistakes; the notebook needs a cell `ex-<id>` with the stub (`Exercise.stub()` writes it)
and a cell `check-<id>`. The tests say in one sentence what is missing.
"""
import importlib

NOTEBOOKS = {                                    # file name: (title, the question it answers)
    "00_start_here": ("Start here", "How does this course work?"),
    "01_why_sequences": ("Why sequences", "Why is a standard network not enough?"),
    "02_rnn_cell": ("The RNN cell", "What happens in one time step?"),
    "03_forward_pass": ("The forward pass", "How does one cell read a whole sequence?"),
    "04_loss": ("The loss", "How wrong is a prediction?"),
    "05_backpropagation_through_time": ("Backpropagation through time",
                                        "Which way should each weight move?"),
    "06_language_model": ("A language model", "Can it invent names that sound right?"),
    "07_architectures": ("Architectures", "How many inputs, how many answers?"),
    "08_vanishing_and_exploding_gradients": ("Vanishing and exploding gradients",
                                             "Why does an RNN forget?"),
    "09_gru": ("The GRU", "How can it keep one thing in mind?"),
    "10_lstm": ("The LSTM", "What does a second state buy?"),
    "11_bidirectional_rnn": ("Bidirectional RNNs", "What if the word that decides comes later?"),
    "12_deep_rnn": ("Deep RNNs", "Is it better to build higher or wider?"),
    "13_from_numpy_to_a_framework": ("From NumPy to a framework", "Does a real runtime compute the same numbers?"),
}

EXERCISES, QUESTIONS = {}, {}
for _notebook in NOTEBOOKS:
    _module = importlib.import_module(f"{__name__}.n{_notebook}")
    EXERCISES |= {exercise.id: exercise for exercise in _module.EXERCISES}
    QUESTIONS |= {question.id: question for question in _module.QUESTIONS}
