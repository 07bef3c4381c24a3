import { describe, expect, it } from 'vitest';

import {
	deleteRequest,
	importRequest,
	judgeDeletion,
	judgeToken,
	refreshRequest,
} from '../../../../../nodes/Google/api/instanceId/webSubscription.ts';
import { answer, purpose, UNAUTHORIZED_PAGE } from '../answers.mts';
import { AGAIN, FIRST } from '../../../support/earlierTries.mts';

/** What a first try is told. */
/** What a try is told after one that may have been acted on. */

const iidUrl = 'https://iid.googleapis.com';
const applicationPublicKey =
	'BHZPqiVHRbjWVh4N5AnJPk1nYoKcnCpUsAaZT2Nn6mDO1qps9NQ48-l-1UcsbsjWv0auUvWcO6RbomHQNYzsOt8';
const subscription = {
	endpoint: 'https://fcm.googleapis.com/fcm/send/cX1exampleSub:APA91bPushEndpoint',
	keys: {
		auth: 'GecTJNK6kdbGyDxEc4tnew',
		p256dh: 'BKwMw9izje1ywHrbv7RWlm1pZVqS5MPjmFfaieP8YLNiaKWWw38UjfPE2TCv9eTRtdI4fhZrfS4CgsNrg_Wpn1s',
	},
};
const common = { iidUrl, purpose: purpose() };
const token = 'cX1exampleSub:APA91bRegistrationToken';

describe('the requests are the documented ones', () => {
	it('import', () => {
		expect(importRequest({ ...common, subscription, applicationPublicKey })).toMatchObject({
			method: 'POST',
			url: `${iidUrl}/v1/web/iid`,
			headers: { 'Crypto-Key': `p256ecdsa=${applicationPublicKey}` },
			body: subscription,
		});
	});

	it('refresh', () => {
		expect(refreshRequest({ ...common, token, subscription, applicationPublicKey })).toMatchObject({
			method: 'POST',
			url: `${iidUrl}/v1/web/iid/${token}:refresh`,
			headers: { 'Crypto-Key': `p256ecdsa=${applicationPublicKey}` },
			body: subscription,
		});
	});

	it('delete, without body and Crypto-Key', () => {
		const request = deleteRequest({ ...common, token });
		expect(request).toMatchObject({ method: 'DELETE', url: `${iidUrl}/v1/web/iid/${token}` });
		expect(request.body).toBeUndefined();
		expect(request.headers).toBeUndefined();
	});

	it('import and refresh are judged by the token, after a slightly varied wait when repeated', () => {
		const push = { ...common, subscription, applicationPublicKey };
		for (const { judge, jitter } of [importRequest(push), refreshRequest({ ...push, token })]) {
			expect(jitter).toBe('slight');
			expect(judge(answer(200, { token }), FIRST)).toEqual({ ok: true, value: token });
			expect(judge(answer(503), FIRST)).toMatchObject({
				ok: false,
				failure: { code: 'UNAVAILABLE', message: "Google didn't subscribe the devices (HTTP 503)" },
			});
		}
	});

	it('delete is judged by the empty object, after a slightly varied wait when repeated', () => {
		const { judge, jitter } = deleteRequest({ ...common, token });
		expect(jitter).toBe('slight');
		expect(judge(answer(200, {}), FIRST)).toEqual({ ok: true, value: true });
		expect(judge(answer(503), FIRST)).toMatchObject({
			ok: false,
			failure: { code: 'UNAVAILABLE', message: "Google didn't subscribe the devices (HTTP 503)" },
		});
	});

	it('delete is done when a repeat finds the token gone, in the words of the service', () => {
		const { judge } = deleteRequest({ ...common, token });
		const gone = { error: 'No information found about this instance id.' };
		expect(judge(answer(404, gone), AGAIN)).toEqual({ ok: true, value: true });
		expect(judge(answer(404, gone), FIRST).ok).toBe(false);
		expect(judge(answer(404, ''), AGAIN).ok).toBe(false);
		expect(judge(answer(400, { error: 'InvalidToken' }), AGAIN).ok).toBe(false);
		expect(judge(answer(200, {}), AGAIN)).toEqual({ ok: true, value: true });
	});

	it.each([
		['import', importRequest({ ...common, subscription, applicationPublicKey })],
		['delete', deleteRequest({ ...common, token })],
	])('%s is repeated after network failures and 5xx only', (_name, { repeat }) => {
		expect(repeat({ passing: true, notActedOn: false })).toBe(true);
		expect(repeat({ status: 503, passing: true, notActedOn: false })).toBe(true);
		expect(repeat({ status: 408, passing: true, notActedOn: false })).toBe(false);
		expect(repeat({ status: 429, passing: true, notActedOn: true })).toBe(false);
		expect(repeat({ status: 404, passing: false, notActedOn: true })).toBe(false);
	});
});

describe('the answers', () => {
	it('hold a token', () => {
		expect(judgeToken(answer(200, { token }), purpose())).toEqual({ ok: true, value: token });
	});

	it('hold it without the white space around it', () => {
		expect(judgeToken(answer(200, { token: ` ${token}\n` }), purpose())).toEqual({ ok: true, value: token });
	});

	it.each([199, 201, 204, 404, 500])('hold none with status %d, whatever they say', (status) => {
		expect(judgeToken(answer(status, { token }), purpose()).ok).toBe(false);
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
		expect(judgeToken(answer(200, body), purpose()).ok).toBe(false);
	});

	it('to a deletion are empty objects', () => {
		expect(judgeDeletion(answer(200, '{}'), purpose())).toEqual({ ok: true, value: true });
	});

	it.each([
		[200, ''],
		[200, { token }],
		[200, { error: 'NOT_FOUND' }],
		[204, ''],
		[404, '{}'],
	])('%d %j is no proof of a deletion', (status, body) => {
		expect(judgeDeletion(answer(status, body), purpose()).ok).toBe(false);
	});
});
