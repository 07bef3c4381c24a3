import { describe, expect, it } from 'vitest';

import { deleteRequest } from '../../../../nodes/Google/WebSubscription/deleteSubscription.ts';
import { importRequest } from '../../../../nodes/Google/WebSubscription/importSubscription.ts';
import { refreshRequest } from '../../../../nodes/Google/WebSubscription/refreshSubscription.ts';
import { answer, instanceId, judged, UNAUTHORIZED_PAGE } from '../api/answers.mts';
import { AGAIN, FIRST } from '../../support/earlierTries.mts';

const { iidUrl } = instanceId;
const applicationPublicKey =
	'BHZPqiVHRbjWVh4N5AnJPk1nYoKcnCpUsAaZT2Nn6mDO1qps9NQ48-l-1UcsbsjWv0auUvWcO6RbomHQNYzsOt8';
const subscription = {
	endpoint: 'https://fcm.googleapis.com/fcm/send/cX1exampleSub:APA91bPushEndpoint',
	keys: {
		auth: 'GecTJNK6kdbGyDxEc4tnew',
		p256dh: 'BKwMw9izje1ywHrbv7RWlm1pZVqS5MPjmFfaieP8YLNiaKWWw38UjfPE2TCv9eTRtdI4fhZrfS4CgsNrg_Wpn1s',
	},
};
const token = 'cX1exampleSub:APA91bRegistrationToken';
const push = { subscription, applicationPublicKey };
const imported = importRequest(instanceId, push);
const refreshed = refreshRequest(instanceId, { ...push, token });
const deleted = deleteRequest(instanceId, { token });

describe('the requests are the documented ones', () => {
	it('import', () => {
		expect(imported).toMatchObject({
			method: 'POST',
			url: `${iidUrl}/v1/web/iid`,
			headers: { 'Crypto-Key': `p256ecdsa=${applicationPublicKey}` },
			body: subscription,
		});
	});

	it('refresh', () => {
		expect(refreshed).toMatchObject({
			method: 'POST',
			url: `${iidUrl}/v1/web/iid/${token}:refresh`,
			headers: { 'Crypto-Key': `p256ecdsa=${applicationPublicKey}` },
			body: subscription,
		});
	});

	it('delete, without body and Crypto-Key', () => {
		expect(deleted).toMatchObject({ method: 'DELETE', url: `${iidUrl}/v1/web/iid/${token}` });
		expect(deleted.body).toBeUndefined();
		expect(deleted.headers).toBeUndefined();
	});

	it.each([
		['import', imported],
		['refresh', refreshed],
	])('%s is judged by the token', (name, request) => {
		expect(judged(request, 200, { token })).toEqual({ ok: true, value: token });
		expect(judged(request, 503)).toMatchObject({
			ok: false,
			failure: { code: 'UNAVAILABLE', message: `Google didn't ${name} the push subscription (HTTP 503)` },
		});
	});

	it('delete is judged by the empty object', () => {
		expect(judged(deleted, 200, {})).toEqual({ ok: true, value: true });
		expect(judged(deleted, 503)).toMatchObject({
			ok: false,
			failure: { code: 'UNAVAILABLE', message: "Google didn't delete the push subscription (HTTP 503)" },
		});
	});

	it('delete is done when a retry finds the token gone, in the words of the service', () => {
		const { judge } = deleted;
		const gone = { error: 'No information found about this instance id.' };
		expect(judge(answer(404, gone), AGAIN)).toEqual({ ok: true, value: true });
		expect(judge(answer(404, gone), FIRST).ok).toBe(false);
		expect(judge(answer(404, ''), AGAIN).ok).toBe(false);
		expect(judge(answer(400, { error: 'InvalidToken' }), AGAIN).ok).toBe(false);
		expect(judge(answer(200, {}), AGAIN)).toEqual({ ok: true, value: true });
	});

	it.each([
		['import', imported],
		['refresh', refreshed],
		['delete', deleted],
	])('%s is sent again after network failures and 5xx only', (_name, { retry }) => {
		expect(retry({ passing: true, notActedOn: false })).toBe(true);
		expect(retry({ status: 503, passing: true, notActedOn: false })).toBe(true);
		expect(retry({ status: 408, passing: true, notActedOn: false })).toBe(false);
		expect(retry({ status: 429, passing: true, notActedOn: true })).toBe(false);
		expect(retry({ status: 404, passing: false, notActedOn: true })).toBe(false);
	});
});

describe('the answers', () => {
	it('hold a token', () => {
		expect(judged(imported, 200, { token })).toEqual({ ok: true, value: token });
	});

	it('hold it without the white space around it', () => {
		expect(judged(imported, 200, { token: ` ${token}\n` })).toEqual({ ok: true, value: token });
	});

	it.each([199, 201, 204, 404, 500])('hold none with status %d, whatever they say', (status) => {
		expect(judged(imported, status, { token }).ok).toBe(false);
	});

	it.each([
		'',
		{ token: ' \n' },
		UNAUTHORIZED_PAGE,
		{},
		{ token: '' },
		{ token: 5 },
		{ token, error: 'x' },
		{ error: { message: 'x' } },
	])('200 %j holds none', (body) => {
		expect(judged(imported, 200, body).ok).toBe(false);
	});

	it('to a deletion are empty objects', () => {
		expect(judged(deleted, 200, '{}')).toEqual({ ok: true, value: true });
	});

	it.each([
		[200, ''],
		[200, { token }],
		[200, { error: 'NOT_FOUND' }],
		[204, ''],
		[404, '{}'],
	])('%d %j is no proof of a deletion', (status, body) => {
		expect(judged(deleted, status, body).ok).toBe(false);
	});
});
