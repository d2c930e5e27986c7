"""Score every flower of a CSV file: what a CronJob runs. MODEL_PATH and MODEL_SHA256 name the model."""

import argparse
import csv
import io
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from atomic import replacing
from measurements import FIELDS, MOST_PROBLEMS, BadMeasurements, Problem, capped, row_of, shown
from model import Model, ModelUnusable, load_configured_model

ROWS_AT_ONCE = 1000
NUMBER = re.compile(r'\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*', re.ASCII)


def score_file(model: Model, source: TextIO, target: TextIO) -> int:
    """
    Copy the CSV with the columns class, probability_<class> and model_revision added; the number of flowers.

    Columns beside the four measurements (an id, say) are kept. Raises BadMeasurements with the problems of
    all rows; what `target` has then is worthless.
    """
    reader = csv.DictReader(source, strict=True)
    added = ['class', *(f'probability_{name}' for name in model.classes), 'model_revision']
    columns = list(reader.fieldnames or ())
    check_header(columns, added)
    writer = csv.DictWriter(target, [*columns, *added], lineterminator='\n')
    writer.writeheader()
    count, problems = 0, []
    for chunk in chunks(checked(reader, problems)):
        count += len(chunk)
        predictions = model.predict([row for _, row in chunk])
        for (record, _), prediction in zip(chunk, predictions, strict=True):
            results = [prediction.label, *prediction.probabilities.values(), model.revision]
            writer.writerow({**record, **dict(zip(added, results, strict=True))})
    if problems:
        raise BadMeasurements(capped(problems))
    return count


def check_header(columns: list[str], added: list[str]) -> None:
    """Raises BadMeasurements where the output could not have the input's columns and the `added` ones."""
    missing = [name for name in FIELDS if name not in columns]
    twice = [name for name, times in Counter(columns).items() if times > 1]
    taken = [name for name in added if name in columns]
    problems = [
        *(Problem('header', f'no column {name}', f'the columns {", ".join(FIELDS)}') for name in missing),
        *(Problem('header', f'the column {shown(name)} twice', 'each column once') for name in twice),
        *(Problem('header', f'a column {name}', 'no column that the output adds') for name in taken),
    ]
    if problems:
        raise BadMeasurements(capped(problems))


def checked(reader: csv.DictReader, problems: list[Problem]) -> Iterator[tuple[dict[str, str], list[float]]]:
    """The rows, as read and as the model takes them, up to a bad one; what is wrong goes to `problems`."""
    width = len(reader.fieldnames or ())
    for record in reader:
        where = f'line {reader.line_num}: '
        # DictReader gives None to columns without a cell, and the cells without a column to the key None.
        surplus = record.pop(None, [])
        cells = sum(cell is not None for cell in record.values()) + len(surplus)
        if cells != width:
            found = [Problem(where + 'row', f'{cells} cells', f'{width} cells')]
        else:
            row, found = row_of({name: number(record[name]) for name in FIELDS}, where)
        problems.extend(found)
        if not problems:
            yield record, row
        elif len(problems) > MOST_PROBLEMS:
            return


def number(cell: str) -> Any:
    """The cell as a number, or as the text that it is."""
    return float(cell) if NUMBER.fullmatch(cell) else cell


def chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def main(arguments: list[str] | None = None) -> int:
    """0: written; 1: the model is unusable; 2: bad input. The output appears whole, or not at all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--in', dest='source', type=Path, required=True, metavar='FILE.csv')
    parser.add_argument('--out', dest='target', type=Path, required=True, metavar='FILE.csv')
    options = parser.parse_args(arguments)
    try:
        model = load_configured_model()
        with (
            open(options.source, encoding='utf-8-sig', newline='') as source,
            replacing(options.target) as file,
        ):
            target = io.TextIOWrapper(file, encoding='utf-8', newline='')
            count = score_file(model, source, target)
            target.flush()
            target.detach()
    except ModelUnusable as error:
        print(f'no model: {error}', file=sys.stderr)
        return 1
    except BadMeasurements as error:
        for problem in error.problems:
            where = f'{options.source}: {problem.field}'
            print(f'{where}: got {problem.got}, want {problem.want}', file=sys.stderr)
        return 2
    except (csv.Error, UnicodeDecodeError) as error:
        print(f'{options.source} is no CSV file in UTF-8: {error}', file=sys.stderr)
        return 2
    except OSError as error:
        print(f'{error.filename2 or error.filename or options.target}: {error.strerror}', file=sys.stderr)
        return 2
    print(f'{count} flowers scored by model {model.revision}')
    return 0


if __name__ == '__main__':
    # Kubernetes ends a pod with SIGTERM; as an exception it lets the half-written file be cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main())
