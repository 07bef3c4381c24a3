import { describe, expect, it } from 'vitest';

import { FCM } from '../../../../nodes/Google/api/errors/services.ts';
import { tokenCheckRequest } from '../../../../nodes/Google/IidLookup/throughFcm.ts';
import { listTopics, namesAndTimes, topicPageRequest } from '../../../../nodes/Google/IidLookup/topicList.ts';
import type { RequestSpec } from '../../../../nodes/shared/http/requestSpec.ts';
import { retryWhenPassing } from '../../../../nodes/shared/http/retry.ts';
import { fcm, googleError, judged, UNAUTHORIZED_PAGE } from '../api/answers.mts';

const token = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const registration =
	'https://fcm.googleapis.com/v1/projects/acme-demo-4711/registrations/dR7kQ2mZ0xY%3AAPA91bExampleTokenOne';
const resource = {
	name: `projects/acme-demo-4711/registrations/${token}/topicSubscriptions/storm-alerts`,
	topic_name: 'storm-alerts',
	create_time: '2026-02-11T10:00:00Z',
};

describe('a token check', () => {
	const check = tokenCheckRequest(fcm, token);

	it('only validates', () => {
		expect(check).toMatchObject({
			method: 'POST',
			url: 'https://fcm.googleapis.com/v1/projects/acme-demo-4711/messages:send',
			body: { validate_only: true, message: { token } },
		});
	});

	it('is judged by what the answer says of the token, and sent again after every passing problem', () => {
		expect(check.retry).toBe(retryWhenPassing);
		expect(judged(check, 200, { name: 'n' })).toEqual({
			ok: true,
			value: { found: true, about: { name: 'n' } },
		});
		expect(judged(check, 404, googleError(404, 'NOT_FOUND', 'Gone.', 'UNREGISTERED'))).toEqual({
			ok: true,
			value: { found: false, verdict: { code: 'NOT_FOUND', message: 'Gone.', httpStatus: 404 } },
		});
		expect(judged(check, 503)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
	});

	it('proves nothing with another status', () => {
		expect(judged(check, 201, { name: 'n' }).ok).toBe(false);
	});

	it('needs the name of a message', () => {
		const name = 'projects/acme-demo-4711/messages/fake_message_id';
		expect(judged(check, 200, { name })).toEqual({
			ok: true,
			value: { found: true, about: { name } },
		});
		for (const body of ['', {}, { name: '' }, { name, error: 'x' }, UNAUTHORIZED_PAGE]) {
			expect(judged(check, 200, body).ok).toBe(false);
		}
	});
});

describe('the list of subscriptions', () => {
	const page = topicPageRequest(fcm, token);

	it('asks for the largest pages', () => {
		expect(page.url).toBe(`${registration}/topicSubscriptions?pageSize=2000`);
		expect(topicPageRequest(fcm, token, 'a+b/c=').url).toBe(
			`${registration}/topicSubscriptions?pageSize=2000&pageToken=a%2Bb%2Fc%3D`,
		);
	});

	it.each([
		[{ topic_subscriptions: [resource], next_page_token: 'n' }, [resource], 'n'],
		[{ topicSubscriptions: [resource], nextPageToken: 'n' }, [resource], 'n'],
		[{ topic_subscriptions: [resource], next_page_token: '' }, [resource], undefined],
		[{}, [], undefined],
	])('reads %j', (body, subscriptions, nextPageToken) => {
		expect(judged(page, 200, body)).toEqual({
			ok: true,
			value: { subscriptions, nextPageToken },
		});
	});

	it('is judged as a page, and sent again after every passing problem', () => {
		expect(page.retry).toBe(retryWhenPassing);
		expect(judged(page, 200, {})).toEqual({
			ok: true,
			value: { subscriptions: [], nextPageToken: undefined },
		});
	});

	it('leaves out entries that are no subscriptions', () => {
		const body = { topic_subscriptions: ['x', resource, null, [resource], 5] };
		expect(judged(page, 200, body)).toEqual({
			ok: true,
			value: { subscriptions: [resource], nextPageToken: undefined },
		});
	});

	it.each([
		[201, {}],
		[206, { topic_subscriptions: [resource] }],
		[500, {}],
	])('is no list with status %d, whatever it holds', (status, body) => {
		expect(judged(page, status, body).ok).toBe(false);
	});

	it('is no list with an error beside it', () => {
		const body = { topic_subscriptions: [resource], error: 'x' };
		expect(judged(page, 200, body).ok).toBe(false);
	});

	it('that fails for a reason of its own says which', () => {
		expect(judged(page, 503)).toEqual({
			ok: false,
			failure: {
				code: 'UNAVAILABLE',
				message: "Google didn't list the token's topics (HTTP 503)",
				advice: `Google has a problem of its own: try again later. If it stays so: Check 'FCM URL' in the credential. ${FCM.wayOut}`,
				httpStatus: 503,
			},
		});
	});

	it('never says of a token that the check found that it is unknown', () => {
		const gone = googleError(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED');
		const given = judged(page, 404, gone);
		expect(given).toMatchObject({ ok: false, failure: { code: 'UNEXPECTED_ANSWER', httpStatus: 404 } });
		expect(!given.ok && given.failure.advice).toContain("turn 'Include Topic Subscriptions' off");
	});

	it.each(['', UNAUTHORIZED_PAGE, { ok: true }, { error: 'x' }, []])('takes 200 %j for no list', (body) => {
		expect(judged(page, 200, body).ok).toBe(false);
	});

	it('names topics from either spelling or from the resource', () => {
		expect(namesAndTimes([resource, { topicName: 'b', createTime: 't' }, { name: resource.name }])).toEqual([
			{ name: 'storm-alerts', createTime: '2026-02-11T10:00:00Z' },
			{ name: 'b', createTime: 't' },
			{ name: 'storm-alerts' },
		]);
	});

	const pages = (...bodies: unknown[]) => {
		const asked: string[] = [];
		let at = 0;
		return {
			asked,
			request: async <T,>(spec: RequestSpec<T>) => {
				asked.push(spec.url);
				const given = judged(spec, 200, bodies[Math.min(at++, bodies.length - 1)]);
				if (!given.ok) throw new Error(given.failure.message);
				return { value: given.value, answers: 1 };
			},
		};
	};

	it('is read to its last page', async () => {
		const http = pages(
			{ topic_subscriptions: [resource], next_page_token: 'p2' },
			{ next_page_token: 'p3' },
			{ topic_subscriptions: [resource] },
		);
		expect(await listTopics(fcm, token, http)).toEqual([resource, resource]);
		expect(http.asked.map((url) => new URL(url).searchParams.get('pageToken'))).toEqual([null, 'p2', 'p3']);
	});

	it('that goes in circles is given up', async () => {
		const http = pages({ topic_subscriptions: [resource], next_page_token: 'same' });
		await expect(listTopics(fcm, token, http)).rejects.toThrow('pages that have no end');
		expect(http.asked).toHaveLength(2);
	});
});
