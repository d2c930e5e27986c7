"""How gunicorn serves app:app. https://docs.gunicorn.org/en/stable/settings.html"""

import os
import signal
from itertools import count
from pathlib import Path

from prometheus_client.multiprocess import mark_process_dead


def positive(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise SystemExit(f'{name}: got {text!r}, want a whole number above 0')
    return int(text)


chdir = str(Path(__file__).resolve().parent)
wsgi_app = 'app:app'
bind = f'{os.environ.get("BIND_ADDRESS") or "0.0.0.0"}:{positive("PORT", 8080)}'

worker_class = 'gthread'
workers = positive('WORKERS', 2)
threads = positive('THREADS', 4)
# The master loads the model once; the workers share its memory.
preload_app = True

timeout = 30
graceful_timeout = 30
max_requests = 10_000
max_requests_jitter = 1_000
# A heartbeat file on a disk that stalls gets healthy workers killed.
worker_tmp_dir = '/dev/shm' if os.path.isdir('/dev/shm') else None
# Its socket would be in the home directory, which is read-only in the cluster.
control_socket_disable = True

accesslog = '-'
errorlog = '-'

metrics_dir = os.environ.get('PROMETHEUS_MULTIPROC_DIR')
if metrics_dir:
    os.makedirs(metrics_dir, exist_ok=True)


def on_starting(server):
    """Before the first worker: a restarted container finds the old counts in the same emptyDir."""
    if metrics_dir:
        for stale in Path(metrics_dir).glob('*.db'):
            stale.unlink()


def pre_fork(server, worker):
    """The lowest slot that no living worker has: a successor goes on with the value files of the dead."""
    taken = {getattr(other, 'metrics_slot', None) for other in server.WORKERS.values()}
    worker.metrics_slot = next(slot for slot in count() if slot not in taken)


def post_fork(server, worker):
    # Until the worker has handlers of its own, the one inherited from the master would swallow a SIGTERM,
    # and the master would wait for graceful_timeout. There is no request to finish yet.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ['METRICS_SLOT'] = str(worker.metrics_slot)


def child_exit(server, worker):
    if metrics_dir:
        mark_process_dead(worker.metrics_slot)
