import { ItemProblem } from '../../shared/failure';
import { jsonField } from '../../shared/form/plainFields';
import { plainCall } from '../api/plainCall';

/** Where statistics live; nothing else is called. */
const ALLOWED = /^\/api\/v2\/(?:statistics\/[A-Za-z0-9_\-./]+|messages:[A-Za-z0-9_-]+)$/;

/** Calls any method of statistics with fields of the user's own. */
export const getRaw = plainCall({
	option: {
		name: 'Get Raw Statistics',
		value: 'getRaw',
		action: 'Get raw statistics',
		description: 'Call any documented method for statistics, and get its answer as it is',
	},
	fields: [
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [
				{ name: 'GET', value: 'GET' },
				{ name: 'POST', value: 'POST' },
			],
			default: 'POST',
			description: 'How it is called; nearly all take POST',
		},
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. /api/v2/statistics/emails/linksInteractionsDevices',
			description: 'Below /api/v2/statistics/ or /api/v2/messages: only',
		},
		{
			...jsonField('Body (JSON)', 'body', 'The fields of the call; the API token joins them in the header'),
			displayOptions: { show: { method: ['POST'] } },
		},
	],
	unit: { one: 'question', many: 'questions' },
	done: 'answered',
	read: (item) => ({
		verb: item.choice('method', ['POST', 'GET']),
		path: readPath(item.requiredText('path')),
		body: item.jsonObject('body') ?? {},
	}),
	identifiers: { path: 'path' },
	family: 'statistics',
	verb: ({ verb }) => verb,
	method: ({ path }) => path.slice('/api/v2/'.length),
	asks: 'give the statistics',
	request: ({ body }) => body,
	value: (response) => response,
	output: (answer) => answer,
	outputKeys: [],
});

/** @throws ItemProblem for anything that isn't below the statistics, dots that climb out included */
function readPath(path: string): string {
	const full = path.startsWith('/') ? path : `/${path}`;
	if (ALLOWED.test(full) && !full.includes('..') && !full.includes('//')) return full;
	throw new ItemProblem(
		"'Path' isn't one of statistics",
		'Enter a path below /api/v2/statistics/ or /api/v2/messages:, without a host and without a question mark.',
	);
}
