import { ensureInstalled, run } from './setup.mjs';

ensureInstalled();
run('Build', ['npm', 'run', '--silent', 'build']);
run('Tests in the real n8n', ['vitest', 'run', '--config', 'vitest.n8n.config.mts', ...process.argv.slice(2)]);
