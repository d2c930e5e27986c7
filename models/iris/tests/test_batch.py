"""Predictions for a CSV file."""

import os
import unittest
from unittest import mock

from trained import WithModel, run

import batch

HEADER = 'id,sepal_length,sepal_width,petal_length,petal_width\n'


class Batch(WithModel):
    def setUp(self):
        super().setUp()
        self.source, self.target = self.folder / 'in.csv', self.folder / 'out.csv'
        environment = {'MODEL_PATH': str(self.path), 'MODEL_SHA256': self.sha256}
        patch = mock.patch.dict(os.environ, environment)
        patch.start()
        self.addCleanup(patch.stop)

    def score(self, text):
        self.source.write_bytes(text if isinstance(text, bytes) else text.encode())
        return run(batch.main, '--in', self.source, '--out', self.target)

    def refused(self, text):
        """The lines on standard error, after a check that nothing was left behind."""
        code, _, err = self.score(text)
        self.assertEqual(code, 2)
        self.assertEqual(list(self.folder.iterdir()), [self.source])
        return err

    def test_every_flower_gets_its_class_and_keeps_its_other_columns(self):
        code, printed, err = self.score(HEADER + 'a,5.1,3.5,1.4,0.2\n"b,c",6.7,3.0,5.8,2.2\n')
        self.assertEqual((code, err), (0, ''))
        self.assertEqual(printed, f'2 flowers scored by model {self.sha256[:12]}\n')
        header, first, second = self.target.read_text().splitlines()
        self.assertEqual(
            header,
            HEADER.strip()
            + ',class,probability_setosa,probability_versicolor,probability_virginica,model_revision',
        )
        self.assertTrue(first.startswith('a,5.1,3.5,1.4,0.2,setosa,'))
        self.assertTrue(second.startswith('"b,c",6.7,3.0,5.8,2.2,virginica,'))
        self.assertTrue(second.endswith(self.sha256[:12]))

    def test_more_rows_than_are_scored_at_once_keep_their_order(self):
        count = 2 * batch.ROWS_AT_ONCE + 1
        self.score(HEADER + ''.join(f'{number},5.1,3.5,1.4,0.2\n' for number in range(count)))
        ids = [line.split(',')[0] for line in self.target.read_text().splitlines()[1:]]
        self.assertEqual(ids, [str(number) for number in range(count)])

    def test_a_file_without_flowers_gives_a_file_without_flowers(self):
        code, printed, _ = self.score(HEADER)
        self.assertEqual((code, printed.split()[0]), (0, '0'))
        self.assertEqual(len(self.target.read_text().splitlines()), 1)

    def test_a_byte_order_mark_and_windows_line_ends_are_understood(self):
        code, _, err = self.score(b'\xef\xbb\xbf' + (HEADER.strip() + '\r\na,5.1,3.5,1.4,0.2\r\n').encode())
        self.assertEqual((code, err), (0, ''))

    def test_all_problems_are_told_at_once_with_their_lines(self):
        err = self.refused(HEADER + 'a,5.1,3.5,1.4,nan\nb,1_0,3.5,,0.2\nc,1\nd,1,1,1,1,1\n')
        self.assertEqual(
            [line.split(', want')[0].removeprefix(f'{self.source}: ') for line in err.splitlines()],
            [
                'line 2: petal_width: got "nan"',
                'line 3: sepal_length: got "1_0"',
                'line 3: petal_length: got ""',
                'line 4: row: got 2 cells',
                'line 5: row: got 6 cells',
            ],
        )

    def test_a_bad_row_after_many_good_ones_leaves_the_old_output(self):
        self.target.write_text('the old output')
        good = 'a,5.1,3.5,1.4,0.2\n' * (3 * batch.ROWS_AT_ONCE)
        code, _, _ = self.score(HEADER + good + 'b,5.1,3.5,1.4,-2\n')
        self.assertEqual(code, 2)
        self.assertEqual(self.target.read_text(), 'the old output')
        self.assertEqual(sorted(self.folder.iterdir()), [self.source, self.target])

    def test_very_many_problems_are_cut_off(self):
        err = self.refused(HEADER + 'a,x,x,x,x\n' * 5000)
        self.assertEqual(len(err.splitlines()), 101)

    def test_missing_and_repeated_and_reserved_columns_are_refused(self):
        err = self.refused('sepal_length,sepal_width,petal_length,petal_length,class\n')
        self.assertIn('no column petal_width', err)
        self.assertIn('"petal_length" twice', err)
        self.assertIn('a column class', err)

    def test_what_is_no_csv_is_refused(self):
        for content in (b'', b'\xff\xfe\x00', (HEADER + 'a,"5.1\n').encode()):
            with self.subTest(content):
                self.assertTrue(self.refused(content))

    def test_an_input_that_is_not_there_is_named(self):
        code, _, err = run(batch.main, '--in', self.source, '--out', self.target)
        self.assertEqual((code, err), (2, f'{self.source}: No such file or directory\n'))

    def test_a_failure_while_writing_leaves_the_old_output(self):
        self.target.write_text('the old output')
        with mock.patch('os.fsync', side_effect=OSError(28, 'No space left on device')):
            code, _, err = self.score(HEADER + 'a,5.1,3.5,1.4,0.2\n')
        self.assertEqual((code, err), (2, f'{self.target}: No space left on device\n'))
        self.assertEqual(self.target.read_text(), 'the old output')
        self.assertEqual(sorted(self.folder.iterdir()), [self.source, self.target])

    def test_an_unusable_model_is_told_apart_from_bad_input(self):
        os.environ['MODEL_SHA256'] = '0' * 64
        code, _, err = self.score(HEADER + 'a,5.1,3.5,1.4,0.2\n')
        self.assertEqual(code, 1)
        self.assertIn('MODEL_SHA256', err)
        self.assertFalse(self.target.exists())


if __name__ == '__main__':
    unittest.main()
