import type { INodeParameters } from 'n8n-workflow';
import { beforeEach, expect } from 'vitest';

import { builtDescriptions } from '../../nodes.mts';
import { PUSHWOOSH, useBench, type Bench } from '../bench.mts';

export const APPLICATION = { __rl: true, mode: 'code', value: 'AAAAA-00000' };
export const CREATE = '/json/1.3/createMessage';
export const DELETE = '/json/1.3/deleteMessage';
export const HOUR = 3_600_000;
/** A message code as Pushwoosh writes it. */
export const CODE = /^[0-9A-Z]{4}-[0-9A-Z]{8}-[0-9A-Z]{8}$/i;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export type Fields = Record<string, unknown>;

/** Parameters of a send, with what most tests have in common. */
export function send(parameters: Fields = {}): INodeParameters {
	return {
		application: APPLICATION,
		audience: 'users',
		userIds: 'user-001',
		content: 'Hello',
		...parameters,
	} as INodeParameters;
}

const COLLECTIONS = collectionsOf('sendPush');

/** Fields by their names alone, each put into the collection that has it. */
export function inPlace(fields: Fields): Fields {
	const placed: Record<string, Fields> = {};
	const own: Fields = {};
	for (const [name, value] of Object.entries(fields)) {
		const [collection] = COLLECTIONS.find(([, members]) => members.has(name)) ?? [];
		if (collection === undefined) own[name] = value;
		else (placed[collection] ??= {})[name] = value;
	}
	return { ...own, ...placed };
}

/** The collections of a form, with the names of their members. */
function collectionsOf(type: string): Array<[collection: string, members: Set<string>]> {
	const { properties = [] } = builtDescriptions().find(({ name }) => name === type) ?? {};
	return properties
		.filter((field) => field.type === 'collection')
		.map(({ name, options = [] }) => [name, new Set(options.map((option) => option.name))]);
}

export interface PushBench extends Bench {
	/** All notifications so far, in the order of arrival. */
	notifications(): Fields[];
	/** Makes the API token, and so its account, a new one, as before each test: the rate limit counts per account. */
	newAccount(): void;
	/** Sends one push with these fields, wherever they stand in the form, and returns what arrived. */
	sent(fields: Fields, more?: Fields, item?: Fields): Promise<Fields>;
	/** Sends one push that fails before any request, and returns the message. */
	refusal(fields: Fields, more?: Fields): Promise<string>;
}

export function usePushBench(): PushBench {
	const bench = useBench('sendPush');
	let accounts = 0;
	const notifications = () =>
		bench
			.bodies('createMessage')
			.flatMap((body) => (body as { request: { notifications: Fields[] } }).request.notifications);
	const newAccount = () => {
		const apiToken = `TOKEN_${++accounts}`;
		bench.sandbox.pushwoosh.addApiToken(apiToken, { account: apiToken });
		bench.engine.credentials.patch(PUSHWOOSH, { apiToken });
	};
	beforeEach(newAccount);

	return Object.assign(bench, {
		notifications,
		newAccount,
		async sent(fields: Fields, more: Fields = {}, item: Fields = {}) {
			const run = await bench.run(send({ ...inPlace(fields), ...more }), { items: [item] });
			expect(run.error?.message).toBeUndefined();
			return notifications().at(-1) ?? {};
		},
		async refusal(fields: Fields, more: Fields = {}) {
			const before = bench.requests().length;
			const run = await bench.run(send({ ...inPlace(fields), ...more }), { onError: 'continueErrorOutput' });
			expect(bench.requests()).toHaveLength(before);
			return String(run.failures[0]?.error);
		},
	});
}

/** `count` items `{ id: 'user-0001', … }`. */
export function users(count: number, prefix = 'user-'): Array<{ id: string }> {
	return Array.from({ length: count }, (_, index) => ({
		id: `${prefix}${String(index + 1).padStart(4, '0')}`,
	}));
}
