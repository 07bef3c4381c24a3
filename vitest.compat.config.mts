import { configDefaults, defineConfig } from 'vitest/config';

/** The nodes and credentials in another version of n8n: `npm run test:compat`. Cases for newer ones are marked: test/engine/newerN8n.mts. */
export default defineConfig({
	test: {
		include: [
			'test/engine/{Google,IidLookup,TopicBatch,ImportApns,WebSubscription,SendPush,ManageSegment,people,credentials}/**/*.test.mts',
		],
		exclude: configDefaults.exclude,
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000,
		reporters: ['default'],
	},
});
