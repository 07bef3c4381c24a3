import { describe, expect, it } from 'vitest';

import { lookupRequest } from '../../../../nodes/Google/api/lookup.ts';
import { topicsOf } from '../../../../nodes/Google/IidLookup/throughInstanceId.ts';
import { instanceId, judged, UNAUTHORIZED_PAGE } from '../api/answers.mts';

const token = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const EMPTY = ['', UNAUTHORIZED_PAGE, 'null', '[]', '"ok"', 'true'];

describe('a look-up', () => {
	const instance = {
		application: 'org.example.weatherapp',
		applicationVersion: '412',
		authorizedEntity: '998877665544',
		platform: 'ANDROID',
		rel: { topics: { 'storm-alerts': { addDate: '2026-02-11' }, 'region_9%3A': { addDate: '2026-03-02' } } },
	};

	const lookup = lookupRequest(instanceId, token, true);

	it('asks with the raw colon, and for details only when wanted', () => {
		expect(lookupRequest(instanceId, token, true)).toMatchObject({
			method: 'GET',
			url: `${instanceId.iidUrl}/iid/info/${token}?details=true`,
		});
		expect(lookupRequest(instanceId, token, false).url).toBe(`${instanceId.iidUrl}/iid/info/${token}`);
	});

	it('takes the documented answer', () => {
		expect(judged(lookup, 200, instance)).toEqual({
			ok: true,
			value: { found: true, about: instance },
		});
		expect(topicsOf(instance)).toEqual([
			{ name: 'storm-alerts', addDate: '2026-02-11' },
			{ name: 'region_9%3A', addDate: '2026-03-02' },
		]);
	});

	it.each([{}, { rel: null }, { rel: {} }, { rel: { topics: [] } }, { rel: 'x' }])(
		'finds no topics in %j',
		(about) => {
			expect(topicsOf(about)).toEqual([]);
		},
	);

	it('keeps a topic whose date is missing', () => {
		expect(topicsOf({ rel: { topics: { a: null, b: {} } } })).toEqual([{ name: 'a' }, { name: 'b' }]);
	});

	it.each([
		[404, { error: 'No information found about this instance id.' }, 'NOT_FOUND'],
		[400, { error: 'InvalidToken' }, 'INVALID_ARGUMENT'],
	])('takes %d %j for a verdict', (status, body, code) => {
		expect(judged(lookup, status, body)).toMatchObject({
			ok: true,
			value: { found: false, verdict: { code } },
		});
	});

	it.each([...EMPTY, {}, { status: 'ok' }, { ...instance, error: 'INTERNAL' }, { application: '' }])(
		'takes 200 %j for no proof',
		(body) => {
			expect(judged(lookup, 200, body).ok).toBe(false);
		},
	);
});
