import { describe, expect, it } from 'vitest';

import { subscribeRequest, unsubscribeRequest } from '../../../../nodes/Google/TopicBatch/throughFcm.ts';
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

describe('a topic subscription', () => {
	const unit = { token, topic: 'storm-alerts' };
	const requests = { subscribe: subscribeRequest(fcm, unit), unsubscribe: unsubscribeRequest(fcm, unit) };

	it('is created as firebase-admin does', () => {
		expect(subscribeRequest(fcm, { token, topic: 'region_9%3A' })).toMatchObject({
			method: 'POST',
			url: `${registration}/topicSubscriptions?topic_name=region_9%253A`,
			headers: { 'Content-Type': 'application/json' },
			text: '{}',
			retry: retryWhenPassing,
		});
	});

	it('is deleted as firebase-admin does', () => {
		expect(requests.unsubscribe).toMatchObject({
			method: 'DELETE',
			url: `${registration}/topicSubscriptions/storm-alerts?allow_missing=true`,
			retry: retryWhenPassing,
		});
		expect(requests.unsubscribe.body).toBeUndefined();
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
		expect(judged(requests[change], status, body)).toEqual({
			ok: true,
			value: { kind: 'succeeded', data: undefined },
		});
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
		expect(judged(requests[change], status, body).ok).toBe(false);
	});

	it('of a token that is gone is a verdict', () => {
		const gone = googleError(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED');
		expect(judged(requests.unsubscribe, 404, gone)).toMatchObject({
			ok: true,
			value: { kind: 'rejected', code: 'NOT_FOUND' },
		});
	});
});
