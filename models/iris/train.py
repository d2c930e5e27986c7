"""Train the example model: a random forest on the Iris data that scikit-learn brings along."""

import argparse
import hashlib
import io
import sys
from pathlib import Path

import joblib
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

from atomic import replacing
from measurements import FIELDS

LOWEST_ACCURACY = 0.9


def train(seed: int) -> tuple[RandomForestClassifier, float]:
    """The classifier, and its accuracy (0 to 1) on the third that it has not seen. Same seed, same model."""
    iris = load_iris()
    columns = tuple(name.removesuffix(' (cm)').replace(' ', '_') for name in iris.feature_names)
    if columns != FIELDS:
        raise SystemExit(f'the data has columns {columns}, want {FIELDS}')
    names = iris.target_names[iris.target]
    seen, unseen, seen_names, unseen_names = train_test_split(
        iris.data, names, test_size=1 / 3, random_state=seed, stratify=names
    )
    classifier = RandomForestClassifier(n_estimators=100, random_state=seed, n_jobs=1).fit(seen, seen_names)
    return classifier, float(classifier.score(unseen, unseen_names))


def main(arguments: list[str] | None = None) -> int:
    """0: written; 1: not accurate enough, nothing written; 2: bad input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--out', type=Path, required=True, metavar='FILE', help='where the model goes')
    parser.add_argument('--seed', type=int, default=7, help='seed of split and forest (default 7)')
    options = parser.parse_args(arguments)
    if not 0 <= options.seed < 2**32:
        parser.error(f'--seed: got {options.seed}, want 0 to {2**32 - 1}')

    classifier, accuracy = train(options.seed)
    print(f'accuracy {accuracy:.3f}')
    if accuracy < LOWEST_ACCURACY:
        print(f'not written: want an accuracy of at least {LOWEST_ACCURACY}', file=sys.stderr)
        return 1
    content = io.BytesIO()
    joblib.dump(classifier, content)
    try:
        with replacing(options.out) as file:
            file.write(content.getvalue())
    except OSError as error:
        print(f'{options.out} cannot be written: {error.strerror}', file=sys.stderr)
        return 2
    print(f'sha256 {hashlib.sha256(content.getvalue()).hexdigest()}')
    return 0


if __name__ == '__main__':
    sys.exit(main())
