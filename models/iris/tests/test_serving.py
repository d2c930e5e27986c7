"""The example model behind gunicorn: what only shows with several worker processes."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

IRIS = Path(__file__).resolve().parents[1]
SETOSA = {'sepal_length': 5.1, 'sepal_width': 3.5, 'petal_length': 1.4, 'petal_width': 0.2}
SCORED = 'iris_predictions_total{class="setosa"}'
# More than gunicorn takes to give up on a worker.
PATIENCE_SECONDS = 60


def free_port():
    with socket.socket() as server:
        server.bind(('127.0.0.1', 0))
        return server.getsockname()[1]


class Gunicorn(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.model = Path(folder.name) / 'model.pkl'
        command = [sys.executable, IRIS / 'train.py', '--out', cls.model]
        trained = subprocess.run(command, check=True, capture_output=True, text=True)
        cls.sha256 = trained.stdout.split('sha256 ')[1].strip()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.metrics = Path(folder.name)
        self.environment = {
            **os.environ,
            'BIND_ADDRESS': '127.0.0.1',
            'MODEL_PATH': str(self.model),
            'MODEL_SHA256': self.sha256,
            'PROMETHEUS_MULTIPROC_DIR': str(self.metrics),
            'PYTHONDONTWRITEBYTECODE': '1',
            'WORKERS': '2',
        }

    @contextlib.contextmanager
    def serving(self, *arguments):
        """A running server; stopped by its process id, also when the test fails."""
        port = free_port()
        self.url = f'http://127.0.0.1:{port}'
        server = subprocess.Popen(
            [sys.executable, '-m', 'gunicorn', '--config', IRIS / 'gunicorn.conf.py', *arguments],
            env={**self.environment, 'PORT': str(port)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self.wait_until(lambda: self.get('/ready'))
            yield server
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        self.assertEqual(server.returncode, 0)

    def wait_until(self, true):
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                if true():
                    return
            time.sleep(0.05)
        self.fail(f'nothing after {PATIENCE_SECONDS} seconds')

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=5) as response:
            return response.read().decode()

    def score(self):
        question = urllib.request.Request(
            self.url + '/score', json.dumps(SETOSA).encode(), {'Content-Type': 'application/json'}
        )
        with urllib.request.urlopen(question, timeout=5) as response:
            return json.load(response)

    def scored(self):
        lines = self.get('/metrics').splitlines()
        return next((float(line.split()[-1]) for line in lines if line.startswith(SCORED)), 0)

    def test_metrics_are_the_sum_over_the_workers_whichever_answers(self):
        with self.serving():
            for _ in range(30):
                self.assertEqual(self.score()['class'], 'setosa')
            self.assertEqual({self.scored() for _ in range(10)}, {30})

    def test_recycled_workers_lose_no_counts_and_leave_no_files_behind(self):
        with self.serving('--max-requests=5', '--max-requests-jitter=0') as server:
            self.wait_until(lambda: self.score() and self.scored() >= 20)
            self.assertLessEqual(len(list(self.metrics.glob('counter_*.db'))), 2)
            self.assertIsNone(server.poll())

    def test_a_server_that_starts_again_on_the_same_volume_counts_from_nothing(self):
        with self.serving():
            self.score()
            self.assertEqual(self.scored(), 1)
        with self.serving():
            self.assertEqual(self.scored(), 0)

    def test_a_worker_that_is_killed_is_replaced(self):
        with self.serving() as server:
            children = Path(f'/proc/{server.pid}/task/{server.pid}/children')
            if not children.exists():
                self.skipTest('needs /proc to find the workers')
            self.wait_until(lambda: len(children.read_text().split()) == 2)
            victim = int(children.read_text().split()[0])
            os.kill(victim, signal.SIGKILL)
            self.wait_until(lambda: len(set(children.read_text().split()) - {str(victim)}) == 2)
            self.assertEqual(self.score()['class'], 'setosa')


if __name__ == '__main__':
    unittest.main()
