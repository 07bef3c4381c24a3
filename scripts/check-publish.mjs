import { ensureInstalled, run } from './setup.mjs';

ensureInstalled();
run('Build', ['npm', 'run', '--silent', 'build']);
run('Check of the package', ['node', 'playground/publish/check.mts']);
