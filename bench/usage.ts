import { writeFileSync } from 'node:fs';

/** Loaded before a measured program: leaves what the process used where the benchmark finds it. */
const report = process.env['DRYDOCK_BENCH_USAGE'];
if (report !== undefined) {
  process.on('exit', () => {
    writeFileSync(report, JSON.stringify(process.resourceUsage()));
  });
}
