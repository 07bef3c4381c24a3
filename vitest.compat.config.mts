import { configDefaults, defineConfig } from 'vitest/config';

/**
 * What the tests say of n8n's own behaviour, or of the bench's copy of n8n's newest dialog, isn't asked of older versions: the
 * verdict of a credential's dialog, an execution's log when it is cancelled, agents that have n8n run their tools.
 */
const OF_NEWER_N8N = [
	"the credential's dialog",
	'by engineRequest',
	'cancelling throws the one sentence',
	'cancelling ends the run',
	'differs in another execution, workflow, instance and node',
	"respects the credential's allowed domains",
];

/** The nodes and credentials in another version of n8n: `npm run test:compat`. */
export default defineConfig({
	test: {
		include: ['test/engine/{Google,IidLookup,TopicBatch,ImportApns,WebSubscription,SendPush,ManageSegment,credentials}/**/*.test.mts'],
		exclude: configDefaults.exclude,
		testNamePattern: new RegExp(`^(?!.*(?:${OF_NEWER_N8N.join('|')}))`),
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000,
		reporters: ['default'],
	},
});
