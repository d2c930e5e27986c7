"""Trains the Iris model, judges it, and keeps it only when it is good enough.

Compile: kfp dsl compile --py pipeline.py --output pipeline.yaml  (kfp 2.17.0)
"""

from kfp import dsl
from kfp.dsl import Dataset, Input, Metrics, Model, Output

# Has scikit-learn, so that nothing is installed while the pipeline runs.
IMAGE = "registry.example.internal/pipelines/iris:1.0.0"


@dsl.component(base_image=IMAGE, install_kfp_package=False)
def split(test_share: float, seed: int, train: Output[Dataset], test: Output[Dataset]):
    import csv
    import random

    from sklearn.datasets import load_iris

    iris = load_iris()
    rows = [[*map(float, x), int(y)] for x, y in zip(iris.data, iris.target)]
    random.Random(seed).shuffle(rows)
    cut = int(len(rows) * test_share)
    for part, path in ((rows[cut:], train.path), (rows[:cut], test.path)):
        with open(path, "w", newline="") as file:
            csv.writer(file).writerows(part)


@dsl.component(base_image=IMAGE, install_kfp_package=False)
def fit(train: Input[Dataset], trees: int, seed: int, model: Output[Model]):
    import csv
    import pickle

    from sklearn.ensemble import RandomForestClassifier

    with open(train.path, newline="") as file:
        rows = [[float(value) for value in row] for row in csv.reader(file)]
    forest = RandomForestClassifier(n_estimators=trees, random_state=seed)
    forest.fit([row[:-1] for row in rows], [int(row[-1]) for row in rows])
    with open(model.path, "wb") as file:
        pickle.dump(forest, file)


@dsl.component(base_image=IMAGE, install_kfp_package=False)
def judge(test: Input[Dataset], model: Input[Model], metrics: Output[Metrics]) -> float:
    import csv
    import pickle

    with open(test.path, newline="") as file:
        rows = [[float(value) for value in row] for row in csv.reader(file)]
    with open(model.path, "rb") as file:
        forest = pickle.load(file)
    accuracy = float(forest.score([row[:-1] for row in rows], [int(row[-1]) for row in rows]))
    metrics.log_metric("accuracy", accuracy)
    return accuracy


@dsl.component(base_image=IMAGE, install_kfp_package=False)
def keep(model: Input[Model], accuracy: float, kept: Output[Model]):
    import shutil

    shutil.copy(model.path, kept.path)
    kept.metadata["accuracy"] = accuracy


@dsl.pipeline(name="iris-training", description="Trains and judges a classifier of Iris flowers.")
def iris_training(trees: int = 100, test_share: float = 0.3, seed: int = 7, least_accuracy: float = 0.9):
    data = split(test_share=test_share, seed=seed)
    trained = fit(train=data.outputs["train"], trees=trees, seed=seed)
    trained.set_cpu_limit("2").set_memory_limit("2Gi").set_retry(2, backoff_duration="30s")
    judged = judge(test=data.outputs["test"], model=trained.outputs["model"])
    with dsl.If(judged.outputs["Output"] >= least_accuracy, name="good-enough"):
        keep(model=trained.outputs["model"], accuracy=judged.outputs["Output"])
