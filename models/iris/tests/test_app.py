"""The example model, asked over HTTP."""

import io
import json
import os
import unittest
from unittest import mock

from trained import WithModel

import model

with mock.patch.dict(os.environ, {'MODEL_PATH': '/nonexistent/model.pkl', 'MODEL_SHA256': '0' * 64}):
    import app as server

SETOSA = {'sepal_length': 5.1, 'sepal_width': 3.5, 'petal_length': 1.4, 'petal_width': 0.2}
VIRGINICA = {'sepal_length': 6.7, 'sepal_width': 3.0, 'petal_length': 5.8, 'petal_width': 2.2}


class Score(WithModel):
    def setUp(self):
        super().setUp()
        self.client = server.create_app(model.load_model(str(self.path), self.sha256)).test_client()

    def ask(self, text, content_type='application/json'):
        return self.client.post('/score', data=text, content_type=content_type)

    def refused(self, body, status=400):
        """The problems of a refused question as {field: got}."""
        response = self.ask(body if isinstance(body, (str, bytes)) else json.dumps(body))
        self.assertEqual(response.status_code, status, response.text)
        for problem in response.json['error']:
            self.assertEqual(set(problem), {'field', 'got', 'want'})
        return {problem['field']: problem['got'] for problem in response.json['error']}

    def test_one_flower_gets_its_class_the_probabilities_and_the_revision_of_the_model(self):
        answer = self.ask(json.dumps(SETOSA)).json
        self.assertEqual(answer['class'], 'setosa')
        self.assertEqual(set(answer['probabilities']), {'setosa', 'versicolor', 'virginica'})
        self.assertAlmostEqual(sum(answer['probabilities'].values()), 1)
        self.assertEqual(answer['model'], {'revision': self.sha256[:12]})

    def test_the_order_of_the_fields_does_not_matter(self):
        self.assertEqual(
            self.ask(json.dumps(VIRGINICA)).json, self.ask(json.dumps(dict(reversed(VIRGINICA.items())))).json
        )

    def test_a_list_of_flowers_is_answered_in_its_order(self):
        answer = self.ask(json.dumps([SETOSA, VIRGINICA, SETOSA])).json
        classes = [prediction['class'] for prediction in answer['predictions']]
        self.assertEqual(classes, ['setosa', 'virginica', 'setosa'])
        self.assertEqual(answer['model'], {'revision': self.sha256[:12]})

    def test_a_charset_after_the_content_type_is_accepted(self):
        self.assertEqual(self.ask(json.dumps(SETOSA), 'application/json; charset=utf-8').status_code, 200)

    def test_all_problems_of_a_flower_are_told_at_once(self):
        body = {'sepal_length': 'long', 'sepal_width': True, 'petal_length': 1.4, 'colour': 'blue'}
        self.assertEqual(
            self.refused(body),
            {
                'colour': 'an unknown field',
                'sepal_length': '"long"',
                'sepal_width': 'true',
                'petal_width': 'nothing',
            },
        )

    def test_problems_in_a_list_name_the_flower(self):
        body = [SETOSA, {**SETOSA, 'petal_width': -1}, 7]
        self.assertEqual(self.refused(body), {'[1].petal_width': '-1', '[2]': '7'})

    def test_what_is_no_length_is_refused(self):
        for text in (
            'NaN',
            'Infinity',
            '-Infinity',
            '1e999',
            '0',
            '-0.1',
            '30.1',
            '9' * 400,
            'null',
            '""',
            '[]',
            '{}',
        ):
            with self.subTest(text):
                self.assertEqual(
                    list(self.refused(json.dumps(SETOSA).replace('5.1', text))), ['sepal_length']
                )

    def test_the_largest_length_is_accepted(self):
        self.assertEqual(self.ask(json.dumps({**SETOSA, 'sepal_length': 30})).status_code, 200)

    def test_what_is_no_json_is_refused(self):
        for body in ('', '{', '{"sepal_length": }', b'\xff\xfe', '[' * 100_000, '9' * 5000):
            with self.subTest(body[:20]):
                self.assertEqual(list(self.refused(body)), ['body'])

    def test_json_that_is_no_flower_is_refused(self):
        for body in ('null', '3', '"setosa"', '[]'):
            with self.subTest(body):
                self.assertEqual(list(self.refused(body)), ['body'])

    def test_a_value_nested_as_deep_as_json_allows_is_refused_and_not_followed(self):
        nested = '[' * 900 + ']' * 900
        self.assertEqual(list(self.refused(json.dumps(SETOSA).replace('5.1', nested))), ['sepal_length'])

    def test_a_field_given_twice_is_refused(self):
        twice = json.dumps(SETOSA).replace('{', '{"petal_width": 2.2, ')
        self.assertIn('twice', self.refused(twice)['body'])

    def test_more_flowers_than_one_request_may_carry_are_refused(self):
        self.assertEqual(self.ask(json.dumps([SETOSA] * 1000)).status_code, 200)
        self.assertEqual(self.refused([SETOSA] * 1001), {'body': 'a list of 1001'})

    def test_the_answer_to_very_many_mistakes_stays_short(self):
        response = self.ask(json.dumps({f'{number:0100}': 1 for number in range(2000)}))
        self.assertEqual(response.status_code, 400)
        self.assertEqual(len(response.json['error']), 101)
        self.assertIn('more problems', response.json['error'][-1]['got'])
        self.assertLess(len(response.data), 32_000)

    def test_another_content_type_is_415(self):
        for content_type in ('text/plain', 'application/x-www-form-urlencoded', None):
            with self.subTest(content_type):
                response = self.ask(json.dumps(SETOSA), content_type)
                self.assertEqual(response.status_code, 415)
                self.assertEqual(response.json['error'][0]['want'], 'application/json')

    def test_a_body_over_the_limit_is_413(self):
        self.assertEqual(self.refused(' ' * (server.LARGEST_BODY + 1), 413), {'body': 'more'})

    def test_a_body_over_the_limit_without_a_content_length_is_413_and_not_cut_short(self):
        text = json.dumps(SETOSA).encode()
        for surplus, status in ((0, 200), (1, 413), (100_000, 413)):
            with self.subTest(surplus):
                response = self.client.post(
                    '/score',
                    input_stream=io.BytesIO(text.ljust(server.LARGEST_BODY + surplus)),
                    environ_overrides={'wsgi.input_terminated': True, 'HTTP_TRANSFER_ENCODING': 'chunked'},
                    content_type='application/json',
                )
                self.assertEqual(response.status_code, status)

    def test_a_path_that_does_not_exist_is_a_404_in_json(self):
        response = self.client.get('/nowhere')
        self.assertEqual((response.status_code, response.json['error'][0]['field']), (404, 'path'))

    def test_asking_for_a_score_with_get_is_a_405_that_says_what_is_allowed(self):
        response = self.client.get('/score')
        self.assertEqual((response.status_code, response.json['error'][0]['field']), (405, 'method'))
        self.assertIn('POST', response.headers['Allow'])

    def test_an_internal_error_is_a_500_in_json_without_its_cause(self):
        with (
            mock.patch.object(model.Model, 'predict', side_effect=RuntimeError('private')),
            self.assertLogs('iris', 'ERROR'),
        ):
            response = self.ask(json.dumps(SETOSA))
        self.assertEqual((response.status_code, response.json['error'][0]['field']), (500, 'server'))
        self.assertNotIn('private', response.text)

    def test_alive_and_ready(self):
        self.assertEqual(self.client.get('/healthz').status_code, 200)
        self.assertEqual(self.client.get('/ready').json['model'], {'revision': self.sha256[:12]})

    def test_metrics_count_the_answers_and_the_classes_and_name_the_model(self):
        def value(sample):
            lines = self.client.get('/metrics').text.splitlines()
            return next((float(line.split()[-1]) for line in lines if line.startswith(sample + ' ')), 0)

        flowers = 'iris_predictions_total{class="virginica"}'
        answers = 'iris_requests_total{endpoint="/score",method="POST",status="200"}'
        before = value(flowers), value(answers)
        self.ask(json.dumps([VIRGINICA, VIRGINICA]))
        self.assertEqual((value(flowers), value(answers)), (before[0] + 2, before[1] + 1))
        self.assertEqual(value(f'iris_model_info{{revision="{self.sha256[:12]}"}}'), 1)
        self.assertEqual(value('iris_model_ready'), 1)

    def test_paths_that_callers_invent_make_no_new_time_series(self):
        self.client.get('/invented-by-a-caller')
        self.assertNotIn('invented', self.client.get('/metrics').text)


class WithoutModel(unittest.TestCase):
    def setUp(self):
        self.client = server.create_app(None, 'the disk is gone').test_client()

    def test_the_process_lives_but_is_not_ready_and_says_why(self):
        self.assertEqual(self.client.get('/healthz').status_code, 200)
        response = self.client.get('/ready')
        self.assertEqual((response.status_code, response.json['error'][0]['got']), (503, 'the disk is gone'))

    def test_a_score_is_503(self):
        self.assertEqual(self.client.post('/score', json=SETOSA).status_code, 503)

    def test_metrics_say_that_no_model_is_ready(self):
        self.assertIn('iris_model_ready 0.0', self.client.get('/metrics').text)

    def test_an_unusable_model_in_the_environment_does_not_stop_the_server(self):
        self.assertEqual(server.app.test_client().get('/ready').status_code, 503)


if __name__ == '__main__':
    unittest.main()
