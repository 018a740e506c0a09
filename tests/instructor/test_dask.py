"""A class graded by a Dask cluster of one's own; it needs the extra `dask`."""
import csv
import json

import pytest

from rnn_utils.grading.exercises import EXERCISES
from rnn_utils.instructor import grade
from rnn_utils.instructor.__main__ import main
from rnn_utils.instructor.output import Trouble

distributed = pytest.importorskip("distributed", reason="distributed comes with the extra `dask`, which is not "
                                                        "installed here")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with distributed.LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None,
                                  local_directory=str(tmp_path_factory.mktemp("dask"))) as cluster:
        yield cluster


def test_a_cluster_grades_a_class(tmp_path, cluster):
    answer = EXERCISES["softmax"].source
    for student, source in (("ann", answer), ("bob", answer.replace("axis=0", "axis=1")), ("cy", "def softmax(z")):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "00_start_here.ipynb").write_text(json.dumps(
            {"cells": [{"cell_type": "code", "source": source}]}))
    assert main(["grade", str(tmp_path / "class"), "--out", str(tmp_path / "out"), "--exercises", "softmax",
                 "--unsandboxed", "--dask", cluster.scheduler_address]) == 0
    with open(tmp_path / "out" / "points.csv", encoding="utf-8", newline="") as file:
        found = {row["student"]: (row["points"], row["mistake"]) for row in csv.DictReader(file)}
    assert found == {"ann": ("10", ""), "bob": ("0", "over-the-examples"), "cy": ("0", "cannot-be-run")}


def test_where_no_cluster_is_that_is_said(monkeypatch):
    monkeypatch.setattr(grade, "DASK_SECONDS", 0.5)
    with pytest.raises(Trouble, match="no Dask cluster at"), grade.dask_executor("tcp://127.0.0.1:1"):
        pass
