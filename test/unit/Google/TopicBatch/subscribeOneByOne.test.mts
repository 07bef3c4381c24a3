import { describe, expect, it } from 'vitest';

import { subscribeOneRequest } from '../../../../nodes/Google/TopicBatch/subscribeOneByOne.ts';
import { rejectedByVerdict } from '../../../../nodes/Google/api/tokenCodes.ts';
import { retryWhenPassing } from '../../../../nodes/shared/http/retry.ts';
import { instanceId, judged, UNAUTHORIZED_PAGE } from '../api/answers.mts';

const token = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const EMPTY = ['', UNAUTHORIZED_PAGE, 'null', '[]', '"ok"', 'true'];

describe('subscribing one token', () => {
	const request = subscribeOneRequest(instanceId, { token, topic: 'storm-alerts' });

	it('has an empty body and only the % of the topic encoded', () => {
		const encoded = subscribeOneRequest(instanceId, { token, topic: 'region_9%3A' });
		expect(encoded).toMatchObject({
			method: 'POST',
			url: `${instanceId.iidUrl}/iid/v1/${token}/rel/topics/region_9%253A`,
			headers: { 'Content-Type': 'application/json' },
		});
		expect(encoded.body).toBeUndefined();
	});

	it('is judged by what the answer proves, and sent again after every passing problem', () => {
		expect(request.retry).toBe(retryWhenPassing);
		expect(judged(request, 200, {})).toEqual({ ok: true, value: { kind: 'succeeded', data: undefined } });
		expect(judged(request, 404, { error: 'NOT_FOUND' })).toEqual({
			ok: true,
			value: rejectedByVerdict({ code: 'NOT_FOUND', message: 'NOT_FOUND', httpStatus: 404 }),
		});
		expect(judged(request, 503)).toMatchObject({
			ok: false,
			failure: { code: 'UNAVAILABLE', message: "Google didn't subscribe the device (HTTP 503)" },
		});
	});

	it('worked with 200 and {}', () => {
		expect(judged(request, 200, '{}')).toEqual({ ok: true, value: { kind: 'succeeded', data: undefined } });
	});

	it.each([...EMPTY, { results: [{}] }, { error: 'NOT_FOUND' }])('200 %j proves nothing', (body) => {
		expect(judged(request, 200, body).ok).toBe(false);
	});

	it.each([201, 204, 302, 410, 500])('nor does %d {}', (status) => {
		expect(judged(request, status, '{}').ok).toBe(false);
	});
});
