import { ensureInstalled, run } from './setup.mjs';

ensureInstalled();
run('Build', ['npm', 'run', '--silent', 'build']);
run('Benchmarks', ['node', 'playground/bench/cli.mts', ...process.argv.slice(2)]);
