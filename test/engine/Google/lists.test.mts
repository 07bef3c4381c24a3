import { describe, expect, it } from 'vitest';

import { useBench } from '../bench.mts';

const bench = useBench();
const APNS = ['a'.repeat(64), 'b'.repeat(64)];
const TOKENS = ['dR7kQ2mZ0xY:APA91bExampleTokenOne', 'e1Lm9Vt_Kc4:APA91bExampleTokenTwo'];

const LISTS = [
	[
		'topicBatch',
		{ service: 'instanceId', topic: 'storm', registrationIds: '={{ $json.v }}' },
		'registrationToken',
		TOKENS,
	],
	[
		'topicBatch',
		{ service: 'fcm', topic: 'storm', registrationIds: '={{ $json.v }}' },
		'registrationToken',
		TOKENS,
	],
	['importApns', { bundleId: 'com.example.app', apnsDeviceIds: '={{ $json.v }}' }, 'apnsToken', APNS],
] as const;

describe.each(LISTS)('%s %o', (type, parameters, key, tokens) => {
	it('takes the JSON text of a list for the list', async () => {
		const run = await bench.run(parameters, {
			type,
			items: [{ v: JSON.stringify(tokens) }, { v: ` ${JSON.stringify(tokens.slice(0, 1))}\n` }],
		});
		expect(run.error).toBeUndefined();
		expect(run.results.map(({ [key]: token, success }) => [token, success])).toEqual(
			[...tokens, tokens[0]].map((token) => [token, true]),
		);
	});

	it('fails a row whose list isn’t what it looks like, and no other', async () => {
		const bad = [
			1234567890123456789,
			1e63,
			[tokens[0], null],
			`["${tokens[0]}", null]`,
			'[[]]',
			`["${tokens[0]}"`,
			'[object Object]',
			'{"a":"b"}',
		];
		const items = [{ v: tokens[0] }, ...bad.map((v) => ({ v })), { v: tokens[1] }];
		const run = await bench.run(parameters, { type, items: items as never, onError: 'continueErrorOutput' });
		expect(run.results.map(({ [key]: token }) => token)).toEqual(tokens);
		expect(run.failed.map(({ pairedItem }) => pairedItem)).toEqual(
			bad.map((_, index) => ({ item: index + 1 })),
		);
		for (const { details } of run.failures) expect(details).toMatchObject({ code: 'INVALID_PARAMETER' });
	});
});
