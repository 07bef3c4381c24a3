import { defineConfig } from 'vitest/config';

/** Tests in the real n8n: `npm run test:n8n`. */
export default defineConfig({
	test: {
		include: ['test/n8n/**/*.test.mts'],
		globalSetup: ['test/n8n/globalSetup.mts'],
		// All files share one n8n and one sandbox, so they take turns.
		pool: 'forks',
		maxWorkers: 1,
		fileParallelism: false,
		testTimeout: 120_000,
		hookTimeout: 120_000,
		teardownTimeout: 30_000,
		reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-n8n-report.json' }]],
	},
});
