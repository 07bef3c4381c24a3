import { describe, expect, it } from 'vitest';

import { judgeLookup, lookupRequest, topicsOf } from '../../../../../nodes/Google/api/instanceId/lookup.ts';
import {
	judgeSubscription,
	subscribeOneRequest,
} from '../../../../../nodes/Google/api/instanceId/subscribeOne.ts';
import { answer, purpose, UNAUTHORIZED_PAGE } from '../answers.mts';
import { FIRST } from '../../../support/earlierTries.mts';

/** What a first try is told. */

const iidUrl = 'https://iid.googleapis.com';
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

	it('asks with the raw colon, and for details only when wanted', () => {
		const common = { iidUrl, token, purpose: purpose() };
		expect(lookupRequest({ ...common, details: true })).toMatchObject({
			method: 'GET',
			url: `${iidUrl}/iid/info/${token}?details=true`,
		});
		expect(lookupRequest({ ...common, details: false }).url).toBe(`${iidUrl}/iid/info/${token}`);
	});

	it('takes the documented answer', () => {
		expect(judgeLookup(answer(200, instance), purpose())).toEqual({
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
		expect(judgeLookup(answer(status, body), purpose())).toMatchObject({
			ok: true,
			value: { found: false, verdict: { code } },
		});
	});

	it.each([...EMPTY, {}, { status: 'ok' }, { ...instance, error: 'INTERNAL' }, { application: '' }])(
		'takes 200 %j for no proof',
		(body) => {
			expect(judgeLookup(answer(200, body), purpose()).ok).toBe(false);
		},
	);
});

describe('subscribing one token', () => {
	it('has an empty body and only the % of the topic encoded', () => {
		const request = subscribeOneRequest({ iidUrl, token, topic: 'region_9%3A', purpose: purpose() });
		expect(request).toMatchObject({
			method: 'POST',
			url: `${iidUrl}/iid/v1/${token}/rel/topics/region_9%253A`,
			headers: { 'Content-Type': 'application/json' },
		});
		expect(request.body).toBeUndefined();
	});

	it('is judged by what the answer proves, and repeated after a slightly varied wait', () => {
		const { judge, jitter } = subscribeOneRequest({ iidUrl, token, topic: 'storm-alerts', purpose: purpose() });
		expect(jitter).toBe('slight');
		expect(judge(answer(200, {}), FIRST)).toEqual({ ok: true, value: undefined });
		expect(judge(answer(404, { error: 'NOT_FOUND' }), FIRST)).toEqual({
			ok: true,
			value: { code: 'NOT_FOUND', message: 'NOT_FOUND', httpStatus: 404 },
		});
		expect(judge(answer(503), FIRST)).toMatchObject({
			ok: false,
			failure: { code: 'UNAVAILABLE', message: "Google didn't subscribe the devices (HTTP 503)" },
		});
	});

	it('worked with 200 and {}', () => {
		expect(judgeSubscription(answer(200, '{}'), purpose())).toEqual({ ok: true, value: undefined });
	});

	it.each([...EMPTY, { results: [{}] }, { error: 'NOT_FOUND' }])('200 %j proves nothing', (body) => {
		expect(judgeSubscription(answer(200, body), purpose()).ok).toBe(false);
	});

	it.each([201, 204, 302, 410, 500])('nor does %d {}', (status) => {
		expect(judgeSubscription(answer(status, '{}'), purpose()).ok).toBe(false);
	});
});
