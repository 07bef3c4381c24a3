import { describe, expect, it } from 'vitest';

import type { FamilyName } from '../../../../nodes/Pushwoosh/api/families.ts';
import { asAnswered, pushwooshRequest } from '../../../../nodes/Pushwoosh/api/request.ts';
import { RequestFailure } from '../../../../nodes/shared/failure.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { retryWhenNotActedOn, retryWhenPassing } from '../../../../nodes/shared/http/retry.ts';
import { AGAIN, FIRST } from '../../support/earlierTries.mts';
import { ACCESS } from '../access.mts';

const WITH_DEVICE = { ...ACCESS, hasDeviceToken: true };
const basics = { session: WITH_DEVICE, asks: 'do it', read: asAnswered };
const to = (family: FamilyName, more: object = {}) =>
	pushwooshRequest({ ...basics, family, method: 'm', request: { application: 'A' }, ...more });
const answer = (status: number, body: unknown) =>
	toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body));

describe('where a call goes', () => {
	it.each<[FamilyName, string, object]>([
		['remote', 'https://api.pushwoosh.com/json/1.3/m', { request: { application: 'A' } }],
		['device', 'https://api.pushwoosh.com/json/1.3/m', { request: { application: 'A' } }],
		['deviceV2', 'https://api.pushwoosh.com/api/v2/device-api/m', { application: 'A' }],
		['audience', 'https://api.pushwoosh.com/api/v2/audience/m', { application: 'A' }],
		['statistics', 'https://api.pushwoosh.com/api/v2/m', { application: 'A' }],
		['messaging', 'https://api.pushwoosh.com/messaging/v2/m', { application: 'A' }],
		['journey', 'https://journey.pushwoosh.com/api/m', { application: 'A' }],
	])('%s: %s', (family, url, body) => {
		expect(to(family)).toMatchObject({ method: 'POST', url, body, right: 'm A' });
	});

	it('a GET has no fields; an application is named where the fields don’t', () => {
		expect(to('audience', { verb: 'GET', request: undefined })).not.toHaveProperty('body');
		expect(to('audience', { request: { filter: '*' }, application: 'B' })).toMatchObject({ right: 'm B' });
		expect(to('audience', { request: {} })).toMatchObject({ right: 'm' });
	});

	it('keeps what is asked of retries', () => {
		const once = to('remote', { onlyOnce: true, endBy: 5 });
		expect(once).toMatchObject({ retry: retryWhenNotActedOn, onlyOnce: true, endBy: 5 });
		expect(to('remote')).not.toHaveProperty('onlyOnce');
		expect(to('remote')).toMatchObject({ retry: retryWhenPassing });
		expect(to('remote')).not.toHaveProperty('withoutToken');
	});
});

describe('the Device token', () => {
	it.each(['device', 'deviceV2'] as const)('%s needs one, and says where it is', (family) => {
		const call = () => pushwooshRequest({ ...basics, session: ACCESS, family, method: 'm' });
		expect(call).toThrow(RequestFailure);
		expect(call).toThrow(
			expect.objectContaining({
				failure: {
					code: 'NO_DEVICE_TOKEN',
					message: expect.stringContaining("'Device Token'") as string,
					advice: expect.stringContaining('Settings → API Access') as string,
					endsRun: true,
				},
			}),
		);
	});

	it('is optional where the service takes the call from everybody', () => {
		expect(to('device', { session: ACCESS, token: 'optional' })).toMatchObject({ withoutToken: true });
		expect(to('device', { token: 'optional' })).not.toHaveProperty('withoutToken');
		expect(to('audience', { token: 'none' })).toMatchObject({ withoutToken: true });
	});

	it('without a token a 401 doesn’t speak of the credential', () => {
		const refused = answer(401, { message: 'unauthorized' });
		expect(to('audience', { token: 'none' }).judge(refused, FIRST)).toMatchObject({
			failure: { code: '401', refusesCredential: false },
		});
		const judged = to('audience').judge(refused, FIRST);
		expect(judged.ok ? undefined : judged.failure.refusesCredential).toBeUndefined();
	});
});

describe('what an answer proves', () => {
	it('what isn’t there proves nothing, in the words of the call if it has some', () => {
		const read = ({ response }: { response: Record<string, unknown> }) => response.list;
		const empty = answer(200, { status_code: 200, status_message: 'OK', response: {} });
		expect(to('remote', { read }).judge(empty, FIRST)).toEqual({
			ok: false,
			passing: false,
			notActedOn: false,
			failure: {
				code: 'UNEXPECTED_ANSWER',
				message: "Pushwoosh answered, but not with what was asked for: it isn't known whether it did do it",
				advice: expect.stringContaining("'Base URL'") as string,
			},
		});
		expect(to('remote', { read, unproven: { message: 'No list' } }).judge(empty, FIRST)).toMatchObject({
			failure: { code: 'UNEXPECTED_ANSWER', message: 'No list' },
		});
	});

	it('a failure can say more, and knows whether there is no such thing', () => {
		const explain = (failure: object, isMissing: boolean) => ({
			...failure,
			advice: `missing: ${isMissing}`,
		});
		const judged = (body: object, about?: string) =>
			to('remote', { explain, about }).judge(answer(200, { response: null, ...body }), FIRST);
		expect(judged({ status_code: 404, status_message: 'Not found' })).toMatchObject({
			failure: { advice: 'missing: true' },
		});
		expect(judged({ status_code: 210, status_message: 'Unknown one' })).toMatchObject({
			failure: { advice: 'missing: true' },
		});
		expect(judged({ status_code: 210, status_message: 'Unknown one' }, 'Unknown one')).toMatchObject({
			failure: { advice: 'missing: false' },
		});
		expect(judged({ status_code: 500, status_message: 'Oops' })).toMatchObject({
			failure: { advice: 'missing: false' },
		});
	});
});

describe('a deletion', () => {
	const { asks, read } = basics;
	const remote = pushwooshRequest({
		session: ACCESS,
		family: 'remote',
		method: 'deleteTag',
		asks,
		read,
		deletes: 'VIP',
	});
	const gateway = pushwooshRequest({
		session: ACCESS,
		family: 'messaging',
		method: 'x',
		asks,
		read,
		deletes: 'VIP',
	});

	it.each([
		[remote, answer(200, { status_code: 404, status_message: 'No such tag', response: null })],
		[gateway, answer(404, { code: 5, message: 'tag not found', details: [] })],
	])('"not found" is success only when an earlier attempt may have been acted on', (request, missing) => {
		expect(request.judge(missing, FIRST)).toMatchObject({ ok: false });
		expect(request.judge(missing, AGAIN)).toEqual({ ok: true, value: { response: {} } });
	});

	it('is repeated after everything that passes, and other refusals stay some', () => {
		expect(remote.retry({ passing: true, notActedOn: false })).toBe(true);
		const refused = answer(200, {
			status_code: 210,
			status_message: 'Application not found',
			response: null,
		});
		expect(remote.judge(refused, AGAIN)).toMatchObject({ ok: false, failure: { code: '210' } });
		expect(remote.judge(answer(404, '<html>not found'), AGAIN)).toMatchObject({ ok: false });
	});
});
