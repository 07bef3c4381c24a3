import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.mts'],
		// Those in the real n8n have configurations of their own: vitest.n8n.config.mts, vitest.queue.config.mts.
		exclude: [...configDefaults.exclude, 'test/n8n/**', 'test/queue/**'],
		// The engine tests load n8n-core, which takes seconds and shows nothing new when loaded once per core.
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000,
		reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-report.json' }]],
	},
});
