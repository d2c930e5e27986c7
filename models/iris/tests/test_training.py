"""How a model is made, and which files are taken for one."""

import hashlib
import io
import unittest
from unittest import mock

import joblib
from trained import WithModel, run

import model
import train


class Loading(WithModel):
    def refused(self, path, sha256, why):
        with self.assertRaisesRegex(model.ModelUnusable, why):
            model.load_model(str(path), sha256)

    def test_a_model_with_another_checksum_is_never_unpickled(self):
        with mock.patch.object(joblib, 'load') as load:
            self.refused(self.path, '0' * 64, self.sha256)
        load.assert_not_called()

    def test_a_model_from_outside_the_image_needs_a_checksum(self):
        with mock.patch.object(joblib, 'load') as load:
            self.refused(self.path, None, 'MODEL_SHA256')
        load.assert_not_called()

    def test_the_model_of_the_image_needs_none(self):
        with mock.patch.object(model, 'BAKED_IN', str(self.path)):
            self.assertEqual(model.load_configured_model({}).revision, self.sha256[:12])

    def test_the_checksum_may_be_in_capitals(self):
        environment = {'MODEL_PATH': str(self.path), 'MODEL_SHA256': self.sha256.upper()}
        self.assertEqual(model.load_configured_model(environment).revision, self.sha256[:12])

    def test_a_missing_file_is_named(self):
        self.refused(self.folder / 'none.pkl', self.sha256, 'none.pkl cannot be read: No such file')

    def unusable(self, content):
        path = self.folder / 'other.pkl'
        path.write_bytes(content)
        self.refused(path, hashlib.sha256(content).hexdigest(), 'no usable model')

    def test_a_file_cut_short_is_refused(self):
        self.unusable(self.path.read_bytes()[:1000])

    def test_a_pickle_of_something_else_is_refused(self):
        content = io.BytesIO()
        joblib.dump({'not': 'a model'}, content)
        self.unusable(content.getvalue())

    def test_a_model_with_other_features_is_refused(self):
        content = io.BytesIO()
        joblib.dump(train.RandomForestClassifier(n_estimators=1).fit([[1], [2]], ['a', 'b']), content)
        self.unusable(content.getvalue())

    def test_a_model_of_another_scikit_learn_is_refused(self):
        with mock.patch('sklearn.base.__version__', '0.0.1'):
            self.refused(self.path, self.sha256, 'InconsistentVersionWarning')


class Training(WithModel):
    def test_it_prints_the_accuracy_and_the_checksum_of_the_file(self):
        out = self.folder / 'model.pkl'
        code, printed, _ = run(train.main, '--out', out)
        self.assertEqual(code, 0)
        self.assertRegex(printed, r'accuracy 0\.9\d\d\n')
        self.assertIn(f'sha256 {hashlib.sha256(out.read_bytes()).hexdigest()}\n', printed)

    def test_the_same_seed_gives_the_same_bytes(self):
        out = self.folder / 'model.pkl'
        run(train.main, '--out', out, '--seed', 7)
        self.assertEqual(out.read_bytes(), self.path.read_bytes())

    def test_another_seed_gives_another_model(self):
        out = self.folder / 'model.pkl'
        run(train.main, '--out', out, '--seed', 8)
        self.assertNotEqual(out.read_bytes(), self.path.read_bytes())

    def test_a_model_that_is_not_accurate_enough_is_not_written(self):
        with mock.patch.object(train, 'LOWEST_ACCURACY', 1.01):
            code, _, err = run(train.main, '--out', self.folder / 'model.pkl')
        self.assertEqual(code, 1)
        self.assertIn('want an accuracy of at least 1.01', err)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_folder_that_is_not_there_is_named(self):
        code, _, err = run(train.main, '--out', self.folder / 'none' / 'model.pkl')
        self.assertEqual(code, 2)
        self.assertIn(f'{self.folder}/none/model.pkl', err)

    def test_a_seed_that_the_forest_cannot_take_is_bad_input(self):
        code, _, err = run(train.main, '--out', self.folder / 'model.pkl', '--seed', -1)
        self.assertEqual(code, 2)
        self.assertIn('--seed', err)


if __name__ == '__main__':
    unittest.main()
