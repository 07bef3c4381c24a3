import { describe, expect, it } from 'vitest';

import {
	judgePage,
	listSubscriptions,
	namesAndTimes,
	subscriptionPageRequest,
} from '../../../../../nodes/Google/api/fcm/subscriptionList.ts';
import { judgeTokenCheck, tokenCheckRequest } from '../../../../../nodes/Google/api/fcm/tokenCheck.ts';
import { fcmTopicRequest, judgeFcmTopic } from '../../../../../nodes/Google/api/fcm/topics.ts';
import { FCM } from '../../../../../nodes/Google/api/errors/services.ts';
import type { RequestSpec } from '../../../../../nodes/shared/http/client.ts';
import { answer, googleError, purpose, UNAUTHORIZED_PAGE } from '../answers.mts';
import { FIRST } from '../../../support/earlierTries.mts';

/** What a first try is told. */

const pace = async () => {};
const address = { fcmUrl: 'https://fcm.googleapis.com', projectId: 'acme-demo-4711', purpose: purpose(FCM) };
const token = 'dR7kQ2mZ0xY:APA91bExampleTokenOne';
const registration =
	'https://fcm.googleapis.com/v1/projects/acme-demo-4711/registrations/dR7kQ2mZ0xY%3AAPA91bExampleTokenOne';
const resource = {
	name: `projects/acme-demo-4711/registrations/${token}/topicSubscriptions/storm-alerts`,
	topic_name: 'storm-alerts',
	create_time: '2026-02-11T10:00:00Z',
};

describe('a topic subscription', () => {
	it('is created as firebase-admin does', () => {
		const call = { ...address, token, topic: 'region_9%3A', change: 'subscribe', pace } as const;
		expect(fcmTopicRequest(call)).toMatchObject({
			method: 'POST',
			url: `${registration}/topicSubscriptions?topic_name=region_9%253A`,
			headers: { 'Content-Type': 'application/json' },
			text: '{}',
			pace,
		});
	});

	it('is deleted as firebase-admin does', () => {
		const call = { ...address, token, topic: 'storm-alerts', change: 'unsubscribe', pace } as const;
		const request = fcmTopicRequest(call);
		expect(request).toMatchObject({
			method: 'DELETE',
			url: `${registration}/topicSubscriptions/storm-alerts?allow_missing=true`,
			pace,
		});
		expect(request.body).toBeUndefined();
	});

	it.each([
		['subscribe', 200, resource],
		['subscribe', 200, { topicName: 'storm-alerts' }],
		['subscribe', 409, googleError(409, 'ALREADY_EXISTS', 'Requested entity already exists')],
		['subscribe', 400, googleError(400, 'ALREADY_EXISTS', 'Requested entity already exists')],
		['subscribe', 409, { error: { message: 'Requested entity already exists' } }],
		['unsubscribe', 200, {}],
		['unsubscribe', 404, googleError(404, 'NOT_FOUND', 'Topic subscription not found.')],
	] as const)('%s worked with %d %j', (change, status, body) => {
		expect(judgeFcmTopic(answer(status, body), change, purpose(FCM))).toEqual({ ok: true, value: undefined });
	});

	it.each([
		['subscribe', 200, ''],
		['subscribe', 200, {}],
		['subscribe', 200, { name: 5 }],
		['subscribe', 200, { name: '' }],
		['subscribe', 201, resource],
		['subscribe', 400, { error: { message: 'Requested entity already exists' } }],
		['subscribe', 409, { error: 'ALREADY_EXISTS' }],
		['subscribe', 302, googleError(409, 'ALREADY_EXISTS', 'x')],
		['unsubscribe', 204, {}],
		['unsubscribe', 200, { name: 'x' }],
		['unsubscribe', 500, googleError(404, 'NOT_FOUND', 'Topic subscription not found.')],
		['unsubscribe', 403, googleError(404, 'NOT_FOUND', 'Topic subscription not found.')],
		['unsubscribe', 404, googleError(404, 'PERMISSION_DENIED', 'Topic subscription not found.')],
		['unsubscribe', 404, { error: 'Topic subscription not found.' }],
		['subscribe', 200, googleError(409, 'ALREADY_EXISTS', 'x')],
		['unsubscribe', 404, googleError(404, 'NOT_FOUND', 'The subscription API was not found.')],
		['unsubscribe', 404, googleError(404, 'NOT_FOUND', 'Method DeleteTopicSubscription not found.')],
		['subscribe', 500, googleError(500, 'ALREADY_EXISTS', 'x')],
		['subscribe', 200, { ...resource, error: 'x' }],
		['subscribe', 409, UNAUTHORIZED_PAGE],
		['subscribe', 409, googleError(409, 'ABORTED', 'The operation was aborted')],
		['unsubscribe', 200, ''],
		['unsubscribe', 200, UNAUTHORIZED_PAGE],
		['unsubscribe', 409, googleError(409, 'ALREADY_EXISTS', 'x')],
		['unsubscribe', 404, UNAUTHORIZED_PAGE],
		['subscribe', 403, googleError(403, 'PERMISSION_DENIED', 'SenderId mismatch', 'SENDER_ID_MISMATCH')],
		['subscribe', 429, googleError(429, 'RESOURCE_EXHAUSTED', 'Quota exceeded.', 'QUOTA_EXCEEDED')],
	] as const)('%s did not with %d %j', (change, status, body) => {
		expect(judgeFcmTopic(answer(status, body), change, purpose(FCM)).ok).toBe(false);
	});

	it('of a token that is gone is a verdict', () => {
		const gone = answer(
			404,
			googleError(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED'),
		);
		expect(judgeFcmTopic(gone, 'unsubscribe', purpose(FCM))).toMatchObject({
			ok: true,
			value: { code: 'NOT_FOUND' },
		});
	});
});

describe('a token check', () => {
	it('only validates', () => {
		expect(tokenCheckRequest({ ...address, token })).toMatchObject({
			method: 'POST',
			url: 'https://fcm.googleapis.com/v1/projects/acme-demo-4711/messages:send',
			body: { validate_only: true, message: { token } },
		});
	});

	it('is judged by what the answer says of the token, and repeated after a slightly varied wait', () => {
		const { judge, jitter } = tokenCheckRequest({ ...address, token });
		expect(jitter).toBe('slight');
		expect(judge(answer(200, { name: 'n' }), FIRST)).toEqual({ ok: true, value: { found: true, about: { name: 'n' } } });
		expect(judge(answer(404, googleError(404, 'NOT_FOUND', 'Gone.', 'UNREGISTERED')), FIRST)).toEqual({
			ok: true,
			value: { found: false, verdict: { code: 'NOT_FOUND', message: 'Gone.', httpStatus: 404 } },
		});
		expect(judge(answer(503), FIRST)).toMatchObject({ ok: false, failure: { code: 'UNAVAILABLE' } });
	});

	it('proves nothing with another status', () => {
		expect(judgeTokenCheck(answer(201, { name: 'n' }), purpose(FCM)).ok).toBe(false);
	});

	it('needs the name of a message', () => {
		const name = 'projects/acme-demo-4711/messages/fake_message_id';
		expect(judgeTokenCheck(answer(200, { name }), purpose(FCM))).toEqual({
			ok: true,
			value: { found: true, about: { name } },
		});
		for (const body of ['', {}, { name: '' }, { name, error: 'x' }, UNAUTHORIZED_PAGE]) {
			expect(judgeTokenCheck(answer(200, body), purpose(FCM)).ok).toBe(false);
		}
	});
});

describe('the list of subscriptions', () => {
	const target = { ...address, token };

	it('asks for the largest pages', () => {
		expect(subscriptionPageRequest(target).url).toBe(`${registration}/topicSubscriptions?pageSize=2000`);
		expect(subscriptionPageRequest(target, 'a+b/c=').url).toBe(
			`${registration}/topicSubscriptions?pageSize=2000&pageToken=a%2Bb%2Fc%3D`,
		);
	});

	it.each([
		[{ topic_subscriptions: [resource], next_page_token: 'n' }, [resource], 'n'],
		[{ topicSubscriptions: [resource], nextPageToken: 'n' }, [resource], 'n'],
		[{ topic_subscriptions: [resource], next_page_token: '' }, [resource], undefined],
		[{}, [], undefined],
	])('reads %j', (body, subscriptions, nextPageToken) => {
		expect(judgePage(answer(200, body), purpose(FCM))).toEqual({
			ok: true,
			value: { subscriptions, nextPageToken },
		});
	});

	it('is judged as a page, and repeated after a slightly varied wait', () => {
		const { judge, jitter } = subscriptionPageRequest(target);
		expect(jitter).toBe('slight');
		expect(judge(answer(200, {}), FIRST)).toEqual({
			ok: true,
			value: { subscriptions: [], nextPageToken: undefined },
		});
	});

	it('leaves out entries that are no subscriptions', () => {
		const body = { topic_subscriptions: ['x', resource, null, [resource], 5] };
		expect(judgePage(answer(200, body), purpose(FCM))).toEqual({
			ok: true,
			value: { subscriptions: [resource], nextPageToken: undefined },
		});
	});

	it.each([
		[201, {}],
		[206, { topic_subscriptions: [resource] }],
		[500, {}],
	])('is no list with status %d, whatever it holds', (status, body) => {
		expect(judgePage(answer(status, body), purpose(FCM)).ok).toBe(false);
	});

	it('is no list with an error beside it', () => {
		const body = { topic_subscriptions: [resource], error: 'x' };
		expect(judgePage(answer(200, body), purpose(FCM)).ok).toBe(false);
	});

	it('that fails for a reason of its own says which', () => {
		expect(judgePage(answer(503), purpose(FCM))).toEqual({
			ok: false,
			failure: {
				code: 'UNAVAILABLE',
				message: "Google didn't subscribe the devices (HTTP 503)",
				advice: `Google has a problem of its own: try again later. If it stays so: Check 'FCM URL' in the credential. ${FCM.wayOut}`,
				httpStatus: 503,
			},
		});
	});

	it('never says of a token that the check found that it is unknown', () => {
		const gone = googleError(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED');
		const judged = judgePage(answer(404, gone), purpose(FCM));
		expect(judged).toMatchObject({ ok: false, failure: { code: 'UNEXPECTED_ANSWER', httpStatus: 404 } });
		expect(!judged.ok && judged.failure.advice).toContain("turn 'Include Topic Subscriptions' off");
	});

	it.each(['', UNAUTHORIZED_PAGE, { ok: true }, { error: 'x' }, []])('takes 200 %j for no list', (body) => {
		expect(judgePage(answer(200, body), purpose(FCM)).ok).toBe(false);
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
				const judged = spec.judge(answer(200, bodies[Math.min(at++, bodies.length - 1)]), FIRST);
				if (!judged.ok) throw new Error(judged.failure.message);
				return { value: judged.value, answers: 1 };
			},
		};
	};

	it('is read to its last page', async () => {
		const http = pages(
			{ topic_subscriptions: [resource], next_page_token: 'p2' },
			{ next_page_token: 'p3' },
			{ topic_subscriptions: [resource] },
		);
		expect(await listSubscriptions(target, http)).toEqual([resource, resource]);
		expect(http.asked.map((url) => new URL(url).searchParams.get('pageToken'))).toEqual([null, 'p2', 'p3']);
	});

	it('that goes in circles is given up', async () => {
		const http = pages({ topic_subscriptions: [resource], next_page_token: 'same' });
		await expect(listSubscriptions(target, http)).rejects.toThrow('pages that have no end');
		expect(http.asked).toHaveLength(2);
	});
});
