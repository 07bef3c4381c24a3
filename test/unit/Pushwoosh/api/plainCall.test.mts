import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';

import { accepted, plainCall } from '../../../../nodes/Pushwoosh/api/plainCall.ts';
import { applicationField } from '../../../../nodes/Pushwoosh/fields/applicationField.ts';
import { limitFields, readLimit } from '../../../../nodes/shared/form/limitFields.ts';
import { asRecord } from '../../../../nodes/shared/json.ts';
import type { OperationEntry } from '../../../../nodes/shared/node/operationEntry.ts';
import { runNode } from '../../../../nodes/shared/node/runNode.ts';
import { fakeContext, type FakeAnswer, type Respond } from '../../shared/fakeContext.mts';
import { ended, withFakeClock } from '../../shared/http/clients.mts';

withFakeClock();

const PRESET = { one: 'preset', many: 'presets' };
const name = { displayName: 'Name', name: 'name', type: 'string', default: '', required: true } as const;

const getAll = plainCall({
	option: { name: 'Get Many', value: 'getAll', action: 'Get many presets', description: 'List the presets' },
	fields: [applicationField({ required: true }), ...limitFields],
	unit: { one: 'list', many: 'lists' },
	done: 'listed',
	entries: PRESET,
	read: (item) => ({ application: item.locator('application').value, limit: readLimit(item) }),
	share: ({ application }) => application,
	family: 'remote',
	method: 'listPresets',
	asks: 'list the presets',
	request: ({ application }) => ({ application }),
	value: ({ presets }) => {
		const byCode = asRecord(presets);
		return (
			byCode && Object.entries(byCode).map(([code, title]): IDataObject => ({ code, title: String(title) }))
		);
	},
	output: (presets, { limit }) => presets.slice(0, limit),
	outputKeys: ['code', 'title'],
});

const create = plainCall({
	option: { name: 'Create', value: 'create', action: 'Create preset', description: 'Make a preset' },
	fields: [applicationField(), name],
	unit: PRESET,
	done: 'created',
	read: (item) => ({ name: item.requiredText('name'), application: item.locator('application').value }),
	identifiers: { name: 'name', application: 'application' },
	family: 'remote',
	method: 'createPreset',
	asks: 'create the preset',
	request: ({ application, name: title }) => ({ application, title }),
	onlyOnce: true,
	value: accepted,
	output: (_yes, { name: title }) => ({ name: title, created: true }),
	outputKeys: ['name', 'created'],
	explain: (failure, unit, isMissing) => ({ ...failure, advice: `${unit.name} ${isMissing}` }),
});

const remove = plainCall({
	option: { name: 'Delete', value: 'delete', action: 'Delete preset', description: 'Remove a preset' },
	fields: [name],
	unit: PRESET,
	done: 'deleted',
	read: (item) => ({ name: item.requiredText('name') }),
	identifiers: { name: 'name' },
	family: 'remote',
	method: 'deletePreset',
	asks: 'delete the preset',
	request: ({ name: preset }) => ({ preset }),
	deletes: ({ name: preset }) => preset,
	value: accepted,
	output: (_yes, unit) => ({ ...unit, deleted: true }),
	outputKeys: ['name', 'deleted'],
});

const look = plainCall({
	option: { name: 'Look', value: 'look', action: 'Look', description: 'Look' },
	fields: [name],
	unit: PRESET,
	done: 'seen',
	read: (item) => ({ name: item.requiredText('name') }),
	family: 'audience',
	verb: 'GET',
	token: 'none',
	method: ({ name: id }) => `state/${encodeURIComponent(id)}`,
	asks: 'say it',
	request: () => ({}),
	value: ({ status }) => (typeof status === 'string' ? status : undefined),
	output: (status) => ({ status }),
	outputKeys: ['status'],
});

const ok = (response: unknown, status_message = 'OK'): FakeAnswer => ({
	body: { status_code: 200, status_message, response },
});
const no = (status_code: number, status_message: string): FakeAnswer => ({
	body: { status_code, status_message, response: null },
});

/** Runs one operation on items whose fields are its parameters. */
async function run(
	entry: OperationEntry,
	items: INodeParameters[],
	respond: Respond,
	onError: 'stop' | 'continue' = 'continue',
) {
	const keys = [...new Set(items.flatMap((item) => Object.keys(item)))];
	const fake = fakeContext({
		items: items as IDataObject[],
		parameters: {
			operation: entry.option.value,
			...Object.fromEntries(keys.map((key) => [key, `={{ $json.${key} }}`])),
		},
		evaluate: (path, itemIndex) => items[itemIndex]?.[path],
		respond,
		onError,
	});
	const table = { groups: [{ operations: [entry], default: entry.option.value }] };
	const { value, thrown } = await ended(runNode(fake.context, table));
	const output = value?.[0] ?? [];
	return {
		thrown,
		json: output.map(({ json }) => json),
		paired: output.map(({ pairedItem }) => pairedItem),
		sent: fake.requests.map(({ method, url, body }) => [`${method} ${url}`, body]),
		credentials: fake.requests.map(({ credentials }) => credentials),
		hints: fake.hints.map(({ message }) => message),
	};
}

const URL = 'POST https://api.pushwoosh.com/json/1.3/';

describe('a list', () => {
	it('is asked for once where keys are equal, and each item takes what it wants of it', async () => {
		const items = [
			{ application: 'A-1', limit: 1, returnAll: false },
			{ application: 'A-1', returnAll: true },
			{ application: 'B-1', returnAll: true },
		];
		const { json, paired, sent, hints } = await run(getAll, items, () =>
			ok({ presets: { P1: 'one', P2: 'two' } }),
		);
		expect(sent).toEqual([
			[`${URL}listPresets`, { request: { application: 'A-1' } }],
			[`${URL}listPresets`, { request: { application: 'B-1' } }],
		]);
		expect(json.map(({ code }) => code)).toEqual(['P1', 'P1', 'P2', 'P1', 'P2']);
		expect(paired.map((pair) => (pair as { item: number }).item)).toEqual([0, 1, 1, 2, 2]);
		expect(hints).toEqual(['5 presets of 2 applications listed; 2 requests']);
	});

	it('proves nothing where there is none', async () => {
		const { json, hints } = await run(getAll, [{ application: 'A-1' }], () => ok({}));
		expect(json).toMatchObject([{ details: { code: 'UNEXPECTED_ANSWER' } }]);
		expect(hints[0]).toMatch(/^0 presets of 1 application listed; 1 list failed; 1 request\. Why: /);
	});

	it.each([0, 1.5, -1, '3x'])('a limit of %j is refused before anything is sent', async (limit) => {
		const { json, sent } = await run(getAll, [{ application: 'A-1', returnAll: false, limit }], () => ok({}));
		expect(json[0].error).toContain("'Limit'");
		expect(sent).toEqual([]);
	});
});

describe('a creation', () => {
	const item = { name: 'Hello', application: { __rl: true, mode: 'code', value: 'A-1' } };

	it('is asked for by each item, and says who it was', async () => {
		const { json, sent, hints } = await run(create, [item, item, { ...item, name: 'x' }], (_, at) =>
			at === 2 ? no(404, 'Not found') : ok(null, 'Careful'),
		);
		expect(sent).toHaveLength(3);
		expect(json).toMatchObject([
			{ name: 'Hello', created: true },
			{ name: 'Hello', created: true },
			{ details: { code: '404', advice: 'x true', name: 'x', application: 'A-1' } },
		]);
		expect(hints).toEqual([
			expect.stringMatching(/^2 of 3 presets created; 1 failed; 3 requests\. Why: /),
			'Pushwoosh says: “Careful”',
		]);
	});

	it('isn’t repeated where it may have been acted on, and says so', async () => {
		const { json, sent } = await run(create, [item], () => ({ statusCode: 503, body: 'busy' }));
		expect(sent).toHaveLength(1);
		expect(json).toMatchObject([{ details: { uncertain: true, name: 'Hello', application: 'A-1' } }]);
	});

	it('an item that can’t be read says who it was, from plain fields and resource locators', async () => {
		const { json } = await run(
			create,
			[
				{ ...item, name: '' },
				{ name: 'x', application: '' },
			],
			() => ok(null),
		);
		expect(json).toMatchObject([
			{ details: { code: 'EMPTY_PARAMETER', application: 'A-1' } },
			{ details: { code: 'EMPTY_PARAMETER', name: 'x' } },
		]);
		expect(json[0].details).not.toHaveProperty('name');
	});

	it('with Stop the error names what wasn’t done', async () => {
		const { thrown } = await run(create, [item], () => no(210, 'No'), 'stop');
		expect(thrown).toMatchObject({ context: { data: ['Hello'] } });
	});
});

describe('a deletion', () => {
	it('is asked for once where it is the same, and at a repeat "not found" is its yes', async () => {
		const { json, sent } = await run(
			remove,
			[{ name: 'a' }, { name: 'a' }, { name: 'b' }],
			({ body }, at) => {
				const isFirst = (body as { request: IDataObject }).request.preset === 'a';
				if (isFirst && at === 0) return { statusCode: 502, body: '' };
				return no(404, 'No such preset');
			},
		);
		expect(sent).toHaveLength(3);
		expect(json).toMatchObject([
			{ name: 'a', deleted: true },
			{ name: 'a', deleted: true },
			{ details: { code: '404', name: 'b' } },
		]);
	});
});

it('a method may hold the unit, go as GET, and without a token', async () => {
	const { json, sent, credentials } = await run(look, [{ name: 'a/b' }], () => ({
		body: { status: 'done' },
	}));
	expect(sent).toEqual([['GET https://api.pushwoosh.com/api/v2/audience/state/a%2Fb', undefined]]);
	expect(credentials).toMatchObject([{ withoutToken: true }]);
	expect(json).toEqual([{ status: 'done' }]);
});
