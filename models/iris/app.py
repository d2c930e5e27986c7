"""The Iris model behind HTTP: `app` is the WSGI application that gunicorn serves."""

import json
import logging
import time
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g, jsonify, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, UnsupportedMediaType

import metrics
from measurements import BadMeasurements, Problem, rows_of, shown
from model import Model, ModelUnusable, Prediction, load_configured_model

LARGEST_BODY = 256 * 1024
MOST_FLOWERS = 1000

log = logging.getLogger('iris')


def create_app(model: Model | None, why_not: str = '') -> Flask:
    """The WSGI application; without a model it lives, is not ready, and says `why_not`."""
    app = Flask('iris', static_folder=None)
    # Werkzeug silently cuts a body without Content-Length at its limit; one byte over ours shows that it did.
    app.config['MAX_CONTENT_LENGTH'] = LARGEST_BODY + 1
    app.json.sort_keys = False

    @app.post('/score')
    def score() -> Any:
        if model is None:
            return refusal(503, [Problem('model', 'none', 'a loaded model; /ready has the cause')])
        body = json_body()
        predictions = model.predict(rows_of(body, MOST_FLOWERS))
        for prediction in predictions:
            metrics.PREDICTIONS.labels(prediction.label).inc()
        about = {'model': {'revision': model.revision}}
        if isinstance(body, list):
            return {'predictions': [answer(prediction) for prediction in predictions], **about}
        return {**answer(predictions[0]), **about}

    @app.get('/healthz')
    def healthz() -> Any:
        return {'status': 'alive'}

    @app.get('/ready')
    def ready() -> Any:
        if model is None:
            return refusal(503, [Problem('model', why_not, 'a loaded model')])
        return {'status': 'ready', 'model': {'revision': model.revision}}

    @app.get('/metrics')
    def prometheus() -> Any:
        return Response(metrics.exposition(model), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    @app.before_request
    def start_clock() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def measure(response: Response) -> Response:
        # Paths that do not exist share one label: callers must not be able to invent time series.
        endpoint = request.url_rule.rule if request.url_rule else 'none'
        method = request.method if request.url_rule else 'any'
        metrics.REQUESTS.labels(endpoint, method, response.status_code).inc()
        metrics.SECONDS.labels(endpoint).observe(time.perf_counter() - g.started)
        return response

    @app.errorhandler(BadMeasurements)
    def bad_measurements(error: BadMeasurements) -> Any:
        return refusal(400, error.problems)

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(_: RequestEntityTooLarge) -> Any:
        return refusal(413, [Problem('body', 'more', f'at most {LARGEST_BODY} bytes')])

    @app.errorhandler(UnsupportedMediaType)
    def wrong_type(_: UnsupportedMediaType) -> Any:
        return refusal(415, [Problem('Content-Type', shown(request.content_type), 'application/json')])

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> Any:
        response = error.get_response()
        response.data = json.dumps({'error': [meaning(error)._asdict()]})
        response.content_type = 'application/json'
        return response

    return app


def refusal(status: int, problems: Iterable[Problem]) -> tuple[Response, int]:
    return jsonify({'error': [problem._asdict() for problem in problems]}), status


def meaning(error: HTTPException) -> Problem:
    match error.code:
        case 404:
            return Problem('path', shown(request.path), '/score, /healthz, /ready or /metrics')
        case 405:
            return Problem('method', shown(request.method), 'POST for /score, GET for the rest')
        case code if code is None or code >= 500:
            return Problem('server', 'an internal error', 'an answer; the log of the server has the cause')
        case _:
            return Problem('request', error.name, 'a request that HTTP allows')


def answer(prediction: Prediction) -> dict[str, Any]:
    return {'class': prediction.label, 'probabilities': prediction.probabilities}


def json_body() -> Any:
    """The request's JSON, read strictly: a field given twice is refused, where Flask takes the last."""
    if request.mimetype != 'application/json':
        raise UnsupportedMediaType
    content = request.get_data()
    if len(content) > LARGEST_BODY:
        raise RequestEntityTooLarge
    try:
        return json.loads(content.decode('utf-8'), object_pairs_hook=without_duplicates)
    except RecursionError:
        got = 'JSON nested too deeply'
    except ValueError as error:
        got = f'unreadable JSON: {error}'
    raise BadMeasurements([Problem('body', got, 'an object or a list of objects')])


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError('a field twice in one object')
    return found


def configured_app() -> Flask:
    """
    The application with the model of the environment.

    An unusable model does not end the process: /ready says why, and a rollout stops there.
    """
    try:
        return create_app(load_configured_model())
    except ModelUnusable as error:
        log.error('no model: %s', error)
        return create_app(None, str(error))


app = configured_app()
