import { ensureInstalled, run } from './setup.mjs';

ensureInstalled();
run('Build', ['npm', 'run', '--silent', 'build']);
run('Tests with other versions of n8n', ['node', 'playground/compat/cli.mts', ...process.argv.slice(2)]);
