import { describe, expect, it } from 'vitest';

import type { RegistrationState, Sandbox } from '../../../playground/sandbox/index.mts';
import { cell, markdownTable, tableIn } from './table.mts';
import { differentialWorld, type Change, type Service, type World } from './world.mts';

const TOPIC = 'storm-alerts';
const TOKEN = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const CHANGES: Change[] = ['subscribe', 'unsubscribe'];
const SERVICES: Service[] = ['instanceId', 'fcm'];

/** The words of Google's client for the codes of Google's services. */
const SAME: Record<string, string[]> = {
	success: ['success'],
	'registration-token-not-registered': ['NOT_FOUND'],
	'invalid-registration-token': ['INVALID_ARGUMENT'],
	'too-many-topics': ['TOO_MANY_TOPICS'],
	'topics-subscription-rate-exceeded': ['RESOURCE_EXHAUSTED'],
	'authentication-error': ['PERMISSION_DENIED'],
	'server-unavailable': ['DEADLINE_EXCEEDED'],
	'internal-error': ['INTERNAL'],
	'unknown-error': ['UNKNOWN'],
	// messages:send has words of its own.
	'invalid-argument': ['INVALID_ARGUMENT'],
	'mismatched-credential': ['SENDER_ID_MISMATCH'],
	'message-rate-exceeded': ['QUOTA_EXCEEDED'],
};

interface Case {
	/** What is the matter with the token, for the table. */
	name: string;
	state?: RegistrationState;
	subscribed?: boolean;
	/** Both by default. */
	changes?: Change[];
}

const always = (code: string): RegistrationState => ({ codes: [{ code, times: Infinity }] });
const CASES: Case[] = [
	{ name: 'alive' },
	{ name: 'alive, already subscribed', subscribed: true, changes: ['subscribe'] },
	{ name: 'alive, subscribed', subscribed: true, changes: ['unsubscribe'] },
	{ name: 'unregistered', state: { state: 'unregistered' } },
	{ name: 'malformed', state: { state: 'malformed' } },
	{ name: 'of another project', state: { state: 'otherProject' } },
	{ name: 'of a device with 2,000 topics', state: { state: 'tooManyTopics' }, changes: ['subscribe'] },
	...['RESOURCE_EXHAUSTED', 'INTERNAL', 'DEADLINE_EXCEEDED', 'PERMISSION_DENIED', 'UNKNOWN'].map((code) => ({
		name: `answered \`${code}\``,
		state: always(code),
	})),
];

function declare({ google }: Sandbox, { state, subscribed }: Case): void {
	if (state !== undefined) google.declareTokens(TOKEN, state);
	if (subscribed === true) google.subscribe(TOPIC, [TOKEN]);
}

/** The token among others, so that positions count. */
async function verdictsOn(
	world: World,
	each: Case,
	service: Service,
	change: Change,
): Promise<[theirs: string, ours: string]> {
	for (const sandbox of world.sandboxes()) {
		sandbox.reset();
		declare(sandbox, each);
	}
	const task = { service, change, topic: TOPIC, tokens: ['before:1', TOKEN, 'behind:1'] };
	const [theirs, ours] = [await world.theirs(task), await world.ours(task)];
	for (const verdicts of [theirs, ours]) {
		expect(verdicts).toHaveLength(3);
		expect([verdicts[0], verdicts[2]]).toEqual(['success', 'success']);
	}
	return [theirs[1], ours[1]];
}

describe.each(['HTTP/1.1', 'HTTP/2'] as const)('firebase-admin over %s and our node', (transport) => {
	const world = differentialWorld(transport);
	const rows: string[][] = [];

	describe.each(CASES)('a token that is $name', (each) => {
		it('is judged alike', async () => {
			const verdicts = new Map<string, string[]>();
			for (const change of each.changes ?? CHANGES) {
				const row: string[] = [];
				for (const service of SERVICES) {
					const [theirs, ours] = await verdictsOn(world, each, service, change);
					expect(SAME[theirs], `theirs: ${theirs}`).toContain(ours);
					row.push(theirs, ours);
				}
				const known = verdicts.get(row.join());
				verdicts.set(row.join(), known ?? row);
			}
			// Subscribing and unsubscribing never differ.
			expect(verdicts.size).toBe(1);
			rows.push([each.name, ...[...verdicts.values()][0].map(cell)]);
		});
	});

	it('the documentation shows all of it', () => {
		const head = ['Token', 'Instance ID: Admin SDK', 'our node', 'FCM: Admin SDK', 'our node'];
		expect(tableIn('moving-to-fcm.md', "## Compared with Google's Admin SDK")).toBe(
			markdownTable(head, rows),
		);
	});

	it.each<[string, RegistrationState | undefined]>([
		['alive', undefined],
		['unregistered', { state: 'unregistered' }],
		['malformed', { state: 'malformed' }],
		['of another project', { state: 'otherProject' }],
		['held back', always('QUOTA_EXCEEDED')],
		['unlucky', always('INTERNAL')],
	])('a token that is %s is checked alike', async (_name, state) => {
		for (const { google } of world.sandboxes()) if (state !== undefined) google.declareTokens(TOKEN, state);
		const theirs = await world.theirCheck(TOKEN);
		expect(SAME[theirs], `theirs: ${theirs}`).toContain(await world.ourCheck(TOKEN));
	});
});
