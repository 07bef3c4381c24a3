import { ensureInstalled, run } from './setup.mjs';

ensureInstalled();
run('Format (npm run format mends it)', ['prettier', '--log-level', 'warn', '--check', '.']);
run('Lint', ['npm', 'run', '--silent', 'lint']);
run('Types', ['npm', 'run', '--silent', 'typecheck']);
run('Build', ['npm', 'run', '--silent', 'build']);
run('Tests', ['vitest', 'run']);
