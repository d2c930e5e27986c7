"""What a question to the model must look like, for requests and CSV rows alike."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

# The order in which the model takes them: that of the Iris data set.
FIELDS = ('sepal_length', 'sepal_width', 'petal_length', 'petal_width')
LARGEST_CM = 30
WANTED = f'a number of centimetres, above 0 and at most {LARGEST_CM}'

# A hostile body of a few hundred kilobytes must not buy an answer of megabytes.
LONGEST_GOT = 60
MOST_PROBLEMS = 100


class Problem(NamedTuple):
    """One thing wrong with the input: where, what was found, what would be right."""

    field: str
    got: str
    want: str


class BadMeasurements(Exception):
    """The input cannot be scored; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__(f'{len(self.problems)} problem(s) in the input')


def shown(value: Any) -> str:
    """A JSON value as text for a problem. Not into objects and lists: they may be deep or long."""
    if isinstance(value, Mapping):
        return 'an object'
    return f'a list of {len(value)}' if isinstance(value, list) else cut(json.dumps(value))


def cut(text: str) -> str:
    return text if len(text) <= LONGEST_GOT else text[:LONGEST_GOT] + '...'


def capped(problems: list[Problem]) -> list[Problem]:
    """The problems, or the first of them and a word that there are more."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    return [*problems[:MOST_PROBLEMS], Problem('input', 'more problems than are listed', 'none')]


def row_of(flower: Any, where: str = '') -> tuple[list[float], list[Problem]]:
    """
    The row for the model out of one JSON object, and what is wrong with it.

    The row is complete only where there are no problems. `where` is put before field names: `[3].`.
    """
    if not isinstance(flower, Mapping):
        return [], [
            Problem(where.rstrip('.') or 'body', shown(flower), f'an object with {", ".join(FIELDS)}')
        ]
    problems = [
        Problem(where + cut(name), 'an unknown field', f'only {", ".join(FIELDS)}')
        for name in flower
        if name not in FIELDS
    ]
    row = []
    for name in FIELDS:
        if name not in flower:
            problems.append(Problem(where + name, 'nothing', WANTED))
        elif not is_length(flower[name]):
            problems.append(Problem(where + name, shown(flower[name]), WANTED))
        else:
            row.append(float(flower[name]))
    return row, problems


def rows_of(body: Any, most: int) -> list[list[float]]:
    """The rows of a request body: one object, or a list of 1 to `most`. Raises BadMeasurements."""
    if not isinstance(body, list):
        row, problems = row_of(body)
        if problems:
            raise BadMeasurements(capped(problems))
        return [row]
    if not 1 <= len(body) <= most:
        raise BadMeasurements([Problem('body', f'a list of {len(body)}', f'a list of 1 to {most} objects')])
    rows, problems = [], []
    for index, flower in enumerate(body):
        row, found = row_of(flower, f'[{index}].')
        rows.append(row)
        problems.extend(found)
    if problems:
        raise BadMeasurements(capped(problems))
    return rows


def is_length(value: Any) -> bool:
    # bool is a kind of int in Python, and is no length. The bounds keep infinities out, and NaN too,
    # for it compares false.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= LARGEST_CM
