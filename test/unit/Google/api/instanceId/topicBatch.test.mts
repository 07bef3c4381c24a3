import { describe, expect, it } from 'vitest';

import { judgeTopicBatch, topicBatchRequest } from '../../../../../nodes/Google/api/instanceId/topicBatch.ts';
import { answer, purpose, UNAUTHORIZED_PAGE } from '../answers.mts';
import { FIRST } from '../../../support/earlierTries.mts';

/** What a first try is told. */

const tokens = ['dR7kQ2mZ0xY:APA91bExampleTokenOne', 'e1Lm9Vt_Kc4:APA91bExampleTokenTwo', 'not-a-token'];

describe('the request', () => {
	const call = { iidUrl: 'https://iid.googleapis.com', topic: 'storm-alerts', tokens, purpose: purpose() };

	it('subscribes with batchAdd, as documented', () => {
		expect(topicBatchRequest({ ...call, change: 'subscribe' })).toMatchObject({
			method: 'POST',
			url: 'https://iid.googleapis.com/iid/v1:batchAdd',
			body: { to: '/topics/storm-alerts', registration_tokens: tokens },
		});
	});

	it('unsubscribes with batchRemove, below a path of a proxy too', () => {
		const request = topicBatchRequest({
			...call,
			iidUrl: 'https://proxy.example/google',
			change: 'unsubscribe',
		});
		expect(request.url).toBe('https://proxy.example/google/iid/v1:batchRemove');
	});

	it('is judged by its own number of tokens, and repeated after a slightly varied wait', () => {
		const { judge, jitter } = topicBatchRequest({ ...call, change: 'subscribe' });
		expect(jitter).toBe('slight');
		const results = [{}, {}, {}];
		expect(judge(answer(200, { results }), FIRST)).toEqual({ ok: true, value: results.map(() => ({ done: true })) });
		expect(judge(answer(200, { results: [...results, {}] }), FIRST)).toMatchObject({
			ok: false,
			failure: {
				code: 'UNEXPECTED_ANSWER',
				message:
					'Nothing proves that Google did subscribe the devices: the answer holds 4 results where 3 were expected',
			},
		});
	});
});

describe('the answer', () => {
	it('counts by position, as documented', () => {
		const body = { results: [{}, { error: 'NOT_FOUND' }, { error: 'INVALID_ARGUMENT' }] };
		expect(judgeTopicBatch(answer(200, body), 3, purpose())).toEqual({
			ok: true,
			value: [{ done: true }, { done: false, code: 'NOT_FOUND' }, { done: false, code: 'INVALID_ARGUMENT' }],
		});
	});

	it('that is too short leaves the rest without a result', () => {
		expect(judgeTopicBatch(answer(200, { results: [{}] }), 3, purpose())).toEqual({
			ok: true,
			value: [{ done: true }, undefined, undefined],
		});
	});

	it.each([[null], ['ok'], [[]], [{ success: true }], [{ error: '' }], [{ error: ' \n' }], [{ error: 5 }]])(
		'%j is no result that proves anything',
		(result) => {
			expect(judgeTopicBatch(answer(200, { results: [result] }), 1, purpose())).toEqual({
				ok: true,
				value: [undefined],
			});
		},
	);

	it('takes a code without the white space around it', () => {
		expect(judgeTopicBatch(answer(200, { results: [{ error: ' NOT_FOUND\n' }] }), 1, purpose())).toEqual({
			ok: true,
			value: [{ done: false, code: 'NOT_FOUND' }],
		});
	});

	it('takes an error object by its status', () => {
		const body = { results: [{ error: { status: 'NOT_FOUND', message: 'x' } }] };
		expect(judgeTopicBatch(answer(200, body), 1, purpose())).toMatchObject({
			value: [{ done: false, code: 'NOT_FOUND' }],
		});
	});

	it.each([
		['too many results', { results: [{}, {}, {}, {}] }],
		['no results', { results: [] }],
		['results of another kind', { results: {} }],
		['no list', {}],
		['an error', { error: 'INTERNAL' }],
		['an error beside results', { error: 'INTERNAL', results: [{}, {}, {}] }],
		['HTML', UNAUTHORIZED_PAGE],
		['nothing', ''],
	])('with %s is a failure of all', (_name, body) => {
		expect(judgeTopicBatch(answer(200, body), 3, purpose()).ok).toBe(false);
	});

	it.each([201, 204, 302, 400, 401, 403, 404, 410, 429, 500, 503])(
		'with status %d is a failure whatever it holds',
		(status) => {
			expect(judgeTopicBatch(answer(status, { results: [{}, {}, {}] }), 3, purpose()).ok).toBe(false);
		},
	);
});
