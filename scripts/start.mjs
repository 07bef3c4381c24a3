import { ensureInstalled, run, runUntilEnded } from './setup.mjs';

ensureInstalled();
run('Build', ['npm', 'run', '--silent', 'build']);
runUntilEnded('Playground', ['node', 'playground/start/cli.mts']);
