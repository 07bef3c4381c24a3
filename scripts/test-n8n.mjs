import { ensureChromium } from './chromium.mjs';
import { ensureInstalled, environment, run } from './setup.mjs';

// Everything else is vitest's, e.g. the name of a test file.
const options = process.argv.slice(2).filter((option) => option !== '--update');

ensureInstalled();
environment.CHROMIUM_PATH = ensureChromium();
// Writes the screenshots of the documentation anew.
if (process.argv.includes('--update')) environment.UPDATE_SCREENSHOTS = '1';
run('Build', ['npm', 'run', '--silent', 'build']);
run('Tests in the real n8n', ['vitest', 'run', '--config', 'vitest.n8n.config.mts', ...options]);
