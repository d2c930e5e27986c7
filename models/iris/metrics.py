"""What Prometheus can read about the server, right with one process and with many."""

import os
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from model import Model

# Value files by slot (see gunicorn.conf.py), not by process id: recycled workers must not fill the disk.
if os.environ.get('PROMETHEUS_MULTIPROC_DIR'):
    values.ValueClass = values.MultiProcessValue(lambda: os.environ.get('METRICS_SLOT') or os.getpid())

# All of these have labels: without, the gunicorn master would open value files while it preloads the app.
REQUESTS = Counter('iris_requests', 'Requests answered.', ['endpoint', 'method', 'status'])
SECONDS = Histogram(
    'iris_request_duration_seconds',
    'Time to answer a request.',
    ['endpoint'],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
PREDICTIONS = Counter('iris_predictions', 'Flowers classified.', ['class'])


class ModelCollector:
    """The model in service, told at each scrape: the same in every worker, so it must not be summed."""

    def __init__(self, model: Model | None):
        self.model = model

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        loaded = int(self.model is not None)
        yield GaugeMetricFamily('iris_model_ready', '1 while a model is loaded, else 0.', value=loaded)
        if self.model is not None:
            yield InfoMetricFamily(
                'iris_model', 'The model in service.', value={'revision': self.model.revision}
            )


def exposition(model: Model | None) -> bytes:
    """Prometheus text: of all workers, or of this process alone where PROMETHEUS_MULTIPROC_DIR is unset."""
    about_model = CollectorRegistry()
    about_model.register(ModelCollector(model))
    if not os.environ.get('PROMETHEUS_MULTIPROC_DIR'):
        return generate_latest(REGISTRY) + generate_latest(about_model)
    all_workers = CollectorRegistry()
    MultiProcessCollector(all_workers)
    return generate_latest(all_workers) + generate_latest(about_model)
