import { ensureInstalled, run } from './setup.mjs';

ensureInstalled();
run('Mutation tests', ['stryker', 'run', ...process.argv.slice(2)]);
