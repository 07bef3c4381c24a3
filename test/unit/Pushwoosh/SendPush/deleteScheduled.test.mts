import { describe, expect, it } from 'vitest';

import {
	checkMessageCode,
	deleteMessageRequest,
} from '../../../../nodes/Pushwoosh/SendPush/deleteScheduled.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { AGAIN, FIRST } from '../../support/earlierTries.mts';
import { ACCESS } from '../access.mts';

const request = deleteMessageRequest(ACCESS, '1A2B-3C4D5E6F-7A8B9C0D');
const judge = (body: object, earlier = FIRST, status = 200) =>
	request.judge(toAnswer(status, {}, JSON.stringify(body)), earlier);
const saying = (status_code: number, status_message = 'OK') => ({
	status_code,
	status_message,
	response: null,
});
const ONLY_SCHEDULED =
	"Check 'Message Code', and in Pushwoosh's Message History whether the message is still waiting: only a scheduled message can be deleted.";

describe('deleting a scheduled message', () => {
	it('is the documented request, and safe to repeat', () => {
		expect(request).toMatchObject({
			method: 'POST',
			url: 'https://api.pushwoosh.com/json/1.3/deleteMessage',
			body: { request: { message: '1A2B-3C4D5E6F-7A8B9C0D' } },
		});
		expect(request.retry({ passing: true, notActedOn: false })).toBe(true);
		expect(request.retry({ passing: false, notActedOn: true })).toBe(false);
	});

	it('worked when Pushwoosh says so', () => {
		expect(judge(saying(200))).toEqual({ ok: true, value: { response: {} } });
	});

	it.each([saying(210, 'Message not found'), saying(404, 'Not found')])(
		'%j is success only when an earlier try may have been acted on',
		(body) => {
			expect(judge(body)).toMatchObject({ ok: false, failure: { advice: ONLY_SCHEDULED } });
			expect(judge(body, AGAIN)).toEqual({ ok: true, value: { response: {} } });
		},
	);

	it('at a repeat too, other words are a failure', () => {
		expect(judge(saying(210, 'Wrong arguments'), AGAIN)).toMatchObject({
			ok: false,
			failure: { code: '210', advice: ONLY_SCHEDULED },
		});
	});

	it.each([
		[
			403,
			'In the Pushwoosh Control Panel, open Settings → API Access and give the token the permission and the application.',
		],
		[500, 'Pushwoosh has a problem of its own: try again later.'],
	])('%d keeps its own advice', (code, advice) => {
		expect(judge(saying(code, 'No'))).toMatchObject({ ok: false, failure: { code: String(code), advice } });
	});
});

describe('a message code', () => {
	it.each(['1A2B-3C4D5E6F-7A8B9C0D', 'x'])('may be %s', (code) => expect(checkMessageCode(code)).toBe(code));

	it.each(['', '  '])('may not be “%s”', (code) => {
		expect(() => checkMessageCode(code)).toThrow(
			expect.objectContaining({
				message: "'Message Code' is empty",
				advice: expect.stringMatching(
					/^Enter the code that the send operation returned\. .*has that field\.$/,
				),
				code: 'EMPTY_PARAMETER',
			}),
		);
	});

	it.each(['a b', 'a/b', ' a', `a\n${'b'.repeat(80)}`])('may not be “%s”', (code) => {
		expect(() => checkMessageCode(code)).toThrow(
			expect.objectContaining({
				message: `'Message Code' holds a space, a line break or a slash: “${code.slice(0, 60)}”`,
				advice:
					'Remove it: a message code is only three groups joined by hyphens, like 1A2B-3C4D5E6F-7A8B9C0D.',
				code: 'INVALID_PARAMETER',
			}),
		);
	});
});
