import { configDefaults, defineConfig } from 'vitest/config';

/** What isn't asked of older versions, since it is n8n's own and came later. */
const OF_NEWER_N8N = [
	// Agents that have n8n run their tools.
	'by engineRequest',
	// The node ends there too, but its sentence doesn't stand in the execution's log.
	'cancelling throws the one sentence',
	'cancelling ends the run',
	"respects the credential's allowed domains",
	// The dialog is red there too, but shows n8n's own words for a failed request instead of the credential's.
	'an Instance ID address that answers (?:404|400 with JSON|a redirect)',
	'Instance ID answering',
	'explains what Google answers today',
	'recognises the refusal with HTTP',
	'names the URL when the address answers (?:404|a redirect)',
	"iidUrl: 'http://127\\.0\\.0\\.1:9'",
	'dialog.*(?:a Device token|HTTP \\d{3}$|an address where nobody listens)',
];

/** The nodes and credentials in another version of n8n: `npm run test:compat`. */
export default defineConfig({
	test: {
		include: [
			'test/engine/{Google,IidLookup,TopicBatch,ImportApns,WebSubscription,SendPush,ManageSegment,credentials}/**/*.test.mts',
		],
		exclude: configDefaults.exclude,
		testNamePattern: new RegExp(`^(?!.*(?:${OF_NEWER_N8N.join('|')}))`),
		pool: 'forks',
		maxWorkers: 2,
		testTimeout: 30_000,
		hookTimeout: 60_000,
		reporters: ['default'],
	},
});
