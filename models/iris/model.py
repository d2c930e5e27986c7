"""A trained classifier, loaded only when its bytes are known."""

import hashlib
import io
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import joblib
import numpy
from sklearn.exceptions import InconsistentVersionWarning

# The image bakes its model in here: the one file that is as trustworthy as the program itself.
BAKED_IN = '/models/iris/model.pkl'
TYPICAL_FLOWER = (5.1, 3.5, 1.4, 0.2)


class ModelUnusable(Exception):
    """The model cannot be served; the message is for the operator."""


class Prediction(NamedTuple):
    """The likeliest class and the probability of every class."""

    label: str
    probabilities: dict[str, float]


class Model:
    """A classifier of the four measurements, and the revision of the file that it came from."""

    def __init__(self, classifier: Any, sha256: str):
        self.classifier = classifier
        self.revision = sha256[:12]
        self.classes = [str(name) for name in classifier.classes_]

    def predict(self, rows: Sequence[Sequence[float]]) -> list[Prediction]:
        """One prediction per row: the measurements in centimetres, in the order of measurements.FIELDS."""
        answers = self.classifier.predict_proba(numpy.asarray(rows, dtype=numpy.float64))
        return [
            Prediction(
                self.classes[int(answer.argmax())], dict(zip(self.classes, answer.tolist(), strict=True))
            )
            for answer in answers
        ]


def load_model(path: str, sha256: str | None) -> Model:
    """
    The model in a joblib file, after it answered one question. Raises ModelUnusable.

    Unpickling runs whatever the file says, so a file from anywhere but the image needs its `sha256`.
    What is hashed is what is loaded: the file is read once.
    """
    if sha256 is None and path != BAKED_IN:
        raise ModelUnusable(
            f'{path} is not the model of the image: MODEL_SHA256 must say what train.py printed'
        )
    try:
        with open(path, 'rb') as file:
            content = file.read()
    except OSError as error:
        raise ModelUnusable(f'{path} cannot be read: {error.strerror}') from error
    found = hashlib.sha256(content).hexdigest()
    if sha256 is not None and found != sha256.strip().lower():
        raise ModelUnusable(f'{path} has sha256 {found}, MODEL_SHA256 wants {sha256}')
    try:
        with warnings.catch_warnings():
            # Another scikit-learn may read a model and then answer wrongly: no answer is better.
            warnings.simplefilter('error', InconsistentVersionWarning)
            model = Model(joblib.load(io.BytesIO(content)), found)
        model.predict([TYPICAL_FLOWER])
    except Exception as error:  # a pickle can raise anything at all
        raise ModelUnusable(f'{path} is no usable model: {type(error).__name__}: {error}') from error
    return model


def load_configured_model(environment: Mapping[str, str] = os.environ) -> Model:
    """The model that MODEL_PATH (default: the image's) and MODEL_SHA256 name; empty counts as unset."""
    return load_model(environment.get('MODEL_PATH') or BAKED_IN, environment.get('MODEL_SHA256') or None)
