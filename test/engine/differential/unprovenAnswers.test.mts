import { describe, expect, it } from 'vitest';

import { cell, markdownTable, tableIn } from './table.mts';
import { differentialWorld, type Change, type Service } from './world.mts';

const PAGE = '<html><head><title>Error</title></head><body>Sign in to the proxy</body></html>';
const TOKENS = ['a:1', 'b:1'];

interface Unproven {
	/** For the table. */
	name: string;
	service: Service;
	change?: Change;
	status: number;
	body: unknown;
	/** Of the last token. */
	theirs: string;
	ours: string;
}

/** Where we mean to differ: Google's client draws conclusions that such answers don't allow. */
const ANSWERS: Unproven[] = [
	{
		name: '404 with a page',
		service: 'fcm',
		status: 404,
		body: PAGE,
		theirs: 'registration-token-not-registered',
		ours: 'ENDPOINT_NOT_FOUND',
	},
	{
		name: '400 with a page',
		service: 'fcm',
		status: 400,
		body: PAGE,
		theirs: 'invalid-registration-token',
		ours: 'BAD_REQUEST',
	},
	{
		name: '200 with a page',
		service: 'fcm',
		status: 200,
		body: PAGE,
		theirs: 'success',
		ours: 'UNEXPECTED_ANSWER',
	},
	{
		name: '200 and nothing in it',
		service: 'fcm',
		status: 200,
		body: '',
		theirs: 'success',
		ours: 'UNEXPECTED_ANSWER',
	},
	{
		name: '200 with an error in it',
		service: 'fcm',
		status: 200,
		body: { error: { code: 500, status: 'INTERNAL', message: 'Internal error' } },
		theirs: 'success',
		ours: 'INTERNAL',
	},
	{
		name: '409 `ABORTED`',
		service: 'fcm',
		change: 'subscribe',
		status: 409,
		body: { error: { code: 409, status: 'ABORTED', message: 'The operation was aborted.' } },
		theirs: 'success',
		ours: 'ABORTED',
	},
	{
		name: '200 with fewer results than tokens',
		service: 'instanceId',
		status: 200,
		body: { results: [{}] },
		theirs: 'nothing said',
		ours: 'UNEXPECTED_ANSWER',
	},
	{
		name: '200 with a result that says something else',
		service: 'instanceId',
		status: 200,
		body: { results: [{}, { status: 'queued' }] },
		theirs: 'success',
		ours: 'UNEXPECTED_ANSWER',
	},
	{
		name: '200 without results',
		service: 'instanceId',
		status: 200,
		body: { status: 'ok' },
		theirs: 'nothing said',
		ours: 'UNEXPECTED_ANSWER',
	},
];

describe('answers that prove nothing', () => {
	const world = differentialWorld('HTTP/1.1');

	it.each(ANSWERS)('$service: $name', async ({ service, change, status, body, theirs, ours }) => {
		world.misbehave({
			match: { path: service === 'fcm' ? '/v1/projects/*' : '/iid/*' },
			answer: { status, body },
		});
		for (const each of change ? [change] : (['subscribe', 'unsubscribe'] as const)) {
			const task = { service, change: each, topic: 'storm-alerts', tokens: TOKENS };
			expect((await world.theirs(task)).at(-1)).toBe(theirs);
			expect((await world.ours(task)).at(-1)).toBe(ours);
		}
	});

	it('the documentation shows all of them', () => {
		const names: Record<Service, string> = { fcm: 'FCM', instanceId: 'Instance ID' };
		const rows = ANSWERS.map(({ name, service, theirs, ours }) => [
			names[service],
			name,
			cell(theirs),
			cell(ours),
		]);
		expect(tableIn('moving-to-fcm.md', '### Where we mean to differ')).toBe(
			markdownTable(['Service', 'Answer', 'Admin SDK', 'our node'], rows),
		);
	});
});
