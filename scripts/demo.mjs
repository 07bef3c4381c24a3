import { ensureInstalled, run } from './setup.mjs';

ensureInstalled();
run('Build', ['npm', 'run', '--silent', 'build']);
run('Demo', ['node', 'playground/demo/cli.mts']);
