import { describe, expect, it } from 'vitest';

import { DONE } from '../../../../nodes/Google/TopicBatch/shared.ts';
import { topicBatchRequest } from '../../../../nodes/Google/TopicBatch/throughInstanceId.ts';
import { rejectedToken } from '../../../../nodes/Google/api/tokenCodes.ts';
import { retryWhenPassing } from '../../../../nodes/shared/http/retry.ts';
import { instanceId, judged, UNAUTHORIZED_PAGE } from '../api/answers.mts';

const tokens = ['dR7kQ2mZ0xY:APA91bExampleTokenOne', 'e1Lm9Vt_Kc4:APA91bExampleTokenTwo', 'not-a-token'];

describe('the request', () => {
	const call = { topic: 'storm-alerts', tokens };

	it('subscribes with batchAdd, as documented', () => {
		expect(topicBatchRequest(instanceId, { ...call, change: 'subscribe' })).toMatchObject({
			method: 'POST',
			url: 'https://iid.googleapis.com/iid/v1:batchAdd',
			body: { to: '/topics/storm-alerts', registration_tokens: tokens },
		});
	});

	it('unsubscribes with batchRemove, below a path of a proxy too', () => {
		const session = { ...instanceId, iidUrl: 'https://proxy.example/google' };
		const request = topicBatchRequest(session, { ...call, change: 'unsubscribe' });
		expect(request.url).toBe('https://proxy.example/google/iid/v1:batchRemove');
	});

	it('is judged by its own number of tokens, and sent again after every passing problem', () => {
		const request = topicBatchRequest(instanceId, { ...call, change: 'subscribe' });
		expect(request.retry).toBe(retryWhenPassing);
		const results = [{}, {}, {}];
		expect(judged(request, 200, { results })).toEqual({
			ok: true,
			value: results.map(() => DONE),
		});
		expect(judged(request, 200, { results: [...results, {}] })).toMatchObject({
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
	const request = topicBatchRequest(instanceId, { change: 'subscribe', topic: 'storm-alerts', tokens });
	const alone = topicBatchRequest(instanceId, {
		change: 'subscribe',
		topic: 'storm-alerts',
		tokens: [tokens[0]],
	});

	it('counts by position, as documented', () => {
		const body = { results: [{}, { error: 'NOT_FOUND' }, { error: 'INVALID_ARGUMENT' }] };
		expect(judged(request, 200, body)).toEqual({
			ok: true,
			value: [DONE, rejectedToken('NOT_FOUND'), rejectedToken('INVALID_ARGUMENT')],
		});
	});

	it('that is too short leaves the rest without a result', () => {
		expect(judged(request, 200, { results: [{}] })).toEqual({
			ok: true,
			value: [DONE, undefined, undefined],
		});
	});

	it.each([[null], ['ok'], [[]], [{ success: true }], [{ error: '' }], [{ error: ' \n' }], [{ error: 5 }]])(
		'%j is no result that proves anything',
		(result) => {
			expect(judged(alone, 200, { results: [result] })).toEqual({
				ok: true,
				value: [undefined],
			});
		},
	);

	it('takes a code without the white space around it', () => {
		expect(judged(alone, 200, { results: [{ error: ' NOT_FOUND\n' }] })).toEqual({
			ok: true,
			value: [rejectedToken('NOT_FOUND')],
		});
	});

	it('takes an error object by its status', () => {
		const body = { results: [{ error: { status: 'NOT_FOUND', message: 'x' } }] };
		expect(judged(alone, 200, body)).toMatchObject({
			value: [rejectedToken('NOT_FOUND')],
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
		expect(judged(request, 200, body).ok).toBe(false);
	});

	it.each([201, 204, 302, 400, 401, 403, 404, 410, 429, 500, 503])(
		'with status %d is a failure whatever it holds',
		(status) => {
			expect(judged(request, status, { results: [{}, {}, {}] }).ok).toBe(false);
		},
	);
});
