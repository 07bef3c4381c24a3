import { describe, expect, it } from 'vitest';

import { deviceId, startBulkRequest } from '../../../../nodes/Pushwoosh/api/bulk.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { FIRST } from '../../support/earlierTries.mts';
import { ACCESS } from '../access.mts';

const answer = (body: unknown, status = 200) =>
	toAnswer(status, {}, typeof body === 'string' ? body : JSON.stringify(body));
const devices = [{ user_id: 'u1', list_operator: 'set', tags: { Age: 1 } }];
const start = startBulkRequest(ACCESS, {
	method: 'bulkSetTags',
	application: 'AAAAA-00000',
	devices,
	asks: 'set the tags',
});
const verdictOn = (device: object) => {
	const judged = start.judge(
		answer({ request_id: 'r', status: 'Completed', devices: [{ user_id: 'u1', ...device }] }),
		FIRST,
	);
	return judged.ok ? judged.value.devices.get(deviceId('user_id', 'u1')) : undefined;
};

describe('a bulk request', () => {
	it('is the documented one, without an envelope', () => {
		expect(start).toMatchObject({
			method: 'POST',
			url: 'https://api.pushwoosh.com/api/v2/audience/bulkSetTags',
			body: { application: 'AAAAA-00000', devices },
		});
	});

	it.each([
		['{"request_id": "r-1", "status": "Pending"}', { requestId: 'r-1', status: 'pending', stage: 'running' }],
		['{"request_id": "r-1"}', { requestId: 'r-1', status: 'pending', stage: 'running' }],
		['{"request_id": 12345678901234567890}', { requestId: '12345678901234567890' }],
		['{"request_id": "r", "status": "COMPLETED"}', { status: 'completed', stage: 'completed' }],
		['{"request_id": "r", "status": "InternalError", "message": "no"}', { stage: 'failed', reason: 'no' }],
		['{"request_id": "r", "status": "Brewing"}', { status: 'brewing', stage: 'running' }],
		[
			'{"request_id": "r", "skipped": [{"tag": "A", "reason": "Not found"}, "B"]}',
			{
				skipped: [
					{ tag: 'A', reason: 'Not found' },
					{ tag: 'B', reason: 'no reason given' },
				],
			},
		],
	])('takes %s', (body, value) =>
		expect(start.judge(answer(body), FIRST)).toMatchObject({ ok: true, value }),
	);

	it.each(['{}', '[]', '', '<html>', '{"request_id": null}', '{"request_id": ""}', '{"status": "Pending"}'])(
		'%s with HTTP 200 proves nothing',
		(body) =>
			expect(start.judge(answer(body), FIRST)).toMatchObject({
				ok: false,
				failure: { code: 'UNEXPECTED_ANSWER' },
			}),
	);

	it.each([
		['devices must hold at least 50 entries', 'TOO_FEW'],
		['Minimum is 50 devices', 'TOO_FEW'],
		['too few devices', 'TOO_FEW'],
		['not enough devices', 'TOO_FEW'],
		['invalid request', '400'],
	])('the refusal “%s” is told as %s', (message, code) =>
		expect(start.judge(answer({ message }, 400), FIRST)).toMatchObject({ ok: false, failure: { code } }),
	);
});

describe('what is said of a device', () => {
	it.each([
		{},
		{ status: 'Completed' },
		{ status: 'OK', error: '' },
		{ success: true },
		{ status: 200 },
		{ status: 'Pending' },
	])('%j is no failure', (device) => expect(verdictOn(device)?.outcome).not.toBe('failed'));

	it.each([
		{ status: 'Failed' },
		{ status: 'ERROR' },
		{ status: 'Not found' },
		{ status: 'not_registered' },
		{ status: 'unknown device' },
		{ status: 'Rejected' },
		{ status: 404 },
		{ error: 'no such device' },
		{ error: { message: 'no such device' } },
		{ error: true },
		{ status: 'Completed', error: 'no' },
		{ success: false },
	])('%j is a failure', (device) => expect(verdictOn(device)?.outcome).toBe('failed'));
});
