import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';

/** Where statistics live; nothing else is called. */
const ALLOWED = /^\/api\/v2\/(?:statistics\/[A-Za-z0-9_\-./]+|messages:[A-Za-z0-9_-]+)$/;

export const rawQuestionFields: INodeProperties[] = [
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
		displayName: 'Body (JSON)',
		name: 'body',
		type: 'json',
		displayOptions: { show: { method: ['POST'] } },
		default: '{}',
		description: 'The fields of the call; the API token joins them in the header',
	},
];

/** @throws ItemProblem for anything that isn't below the statistics, dots that climb out included */
export function readPath(path: string): string {
	const full = path.startsWith('/') ? path : `/${path}`;
	if (ALLOWED.test(full) && !full.includes('..') && !full.includes('//')) return full;
	throw new ItemProblem(
		"'Path' isn't one of statistics",
		'Enter a path below /api/v2/statistics/ or /api/v2/messages:, without a host and without a question mark.',
	);
}
