import { defineConfig } from 'vitest/config';

/** Tests with n8n in queue mode: `npm run test:queue`. */
export default defineConfig({
	test: {
		include: ['test/queue/**/*.test.mts'],
		globalSetup: ['test/queue/globalSetup.mts'],
		// All files share one n8n with its workers and one sandbox, so they take turns.
		pool: 'forks',
		maxWorkers: 1,
		fileParallelism: false,
		// Some wait for what n8n does by itself after a fault, on machines that are busy with other things.
		testTimeout: 300_000,
		hookTimeout: 400_000,
		teardownTimeout: 60_000,
		reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-queue-report.json' }]],
	},
});
