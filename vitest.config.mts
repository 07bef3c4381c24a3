import { configDefaults, defineConfig } from 'vitest/config';

/** Those in the real n8n have configurations of their own: vitest.n8n.config.mts, vitest.queue.config.mts. */
const exclude = [...configDefaults.exclude, 'test/n8n/**', 'test/queue/**'];

/** Where the way of a request matters: these run a second time over connections that stay open (`test/engine/bench.mts`). */
const BOTH_WAYS = [
	'test/engine/{FcmSend,IidLookup}/*.test.mts',
	'test/engine/TopicBatch/{oneRequestEach,throughFcm,failures}.test.mts',
	'test/engine/SendPush/{failures,repeating,wholeRun}.test.mts',
	'test/engine/{secrets,soak}/*.test.mts',
];

export default defineConfig({
	test: {
		// The engine tests load n8n-core, which takes seconds and shows nothing new when loaded once per core.
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000,
		reporters: ['default', ['json', { outputFile: 'node_modules/.cache/test-report.json' }]],
		projects: [
			{ extends: true, test: { name: 'tests', include: ['test/**/*.test.mts'], exclude } },
			{
				extends: true,
				test: {
					name: 'kept connections',
					include: BOTH_WAYS,
					exclude,
					env: { KEEP_CONNECTIONS: 'on' },
				},
			},
		],
	},
});
