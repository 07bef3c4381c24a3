import { describe, expect, it } from 'vitest';
import { createMessage, pushwoosh, useSandbox } from './support.mts';
import type { Reply } from './support.mts';

const sandbox = useSandbox();
const minimal = { send_date: 'now', content: 'Your parcel is on its way' };

function messagesOf({ body }: Reply): string[] {
	return (body as { response: { Messages: string[] } }).response.Messages;
}

function refusal(message: unknown, code = 210): object {
	return { status_code: code, status_message: message, response: null };
}

describe('transactionId', () => {
	const transactionId = '0b1f6d3c-6f0e-4c57-9a3e-3d0f4a9d1c11';

	it('answers a repeat with the first code and creates nothing', async () => {
		const [first] = messagesOf(await createMessage(sandbox, { ...minimal, transactionId }));
		const [second] = messagesOf(await createMessage(sandbox, { ...minimal, transactionId }));
		expect(second).toBe(first);
		expect(sandbox.pushwoosh.sentMessages()).toMatchObject([{ repeats: 1, transactionId }]);
	});

	it('belongs to one application', async () => {
		await createMessage(sandbox, { ...minimal, transactionId });
		await pushwoosh(sandbox, 'createMessage', {
			application: 'BBBBB-00000',
			notifications: [{ ...minimal, transactionId }],
		});
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(2);
	});

	it('is forgotten after a day', async () => {
		await createMessage(sandbox, { ...minimal, transactionId });
		sandbox.clock.advance(24 * 60 * 60 * 1000 - 1000);
		await createMessage(sandbox, { ...minimal, transactionId });
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(1);
		sandbox.clock.advance(2000);
		await createMessage(sandbox, { ...minimal, transactionId });
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(2);
	});
});

describe('600 requests a minute', () => {
	it('refuses the 601st and takes the next when the minute has passed', async () => {
		sandbox.pushwoosh.settings.rateLimit = {
			...sandbox.pushwoosh.settings.rateLimit,
			perMinute: 3,
			retryAfter: 7,
		};
		for (let count = 0; count < 3; count += 1) await createMessage(sandbox, minimal);
		const refused = await createMessage(sandbox, minimal);
		expect(refused.status).toBe(429);
		expect(refused.headers['retry-after']).toBe('7');
		expect(sandbox.pushwoosh.sentMessages()).toHaveLength(3);
		sandbox.clock.advance(60_000);
		expect((await createMessage(sandbox, minimal)).status).toBe(200);
	});

	it('is 600 by default, shared by the tokens of an account, and can be switched off', async () => {
		expect(sandbox.pushwoosh.settings.rateLimit).toMatchObject({ enabled: true, perMinute: 600 });
		sandbox.pushwoosh.addApiToken('SECOND_TOKEN');
		sandbox.pushwoosh.settings.rateLimit.perMinute = 1;
		sandbox.pushwoosh.settings.rateLimit.answer = 'body210';
		await createMessage(sandbox, minimal);
		const fields = { application: 'AAAAA-00000', notifications: [minimal] };
		const other = await pushwoosh(sandbox, 'createMessage', fields, 'SECOND_TOKEN');
		expect(other.body).toMatchObject({ status_code: 210, status_message: 'Too many requests' });
		sandbox.pushwoosh.settings.rateLimit.enabled = false;
		expect((await createMessage(sandbox, minimal)).body).toMatchObject({ status_code: 200 });
	});
});

describe('deleteMessage', () => {
	it('deletes a scheduled message and answers null', async () => {
		const [code] = messagesOf(await createMessage(sandbox, { ...minimal, send_date: '2099-01-01 00:00' }));
		expect(sandbox.pushwoosh.messages.get(code)?.status).toBe('scheduled');
		const reply = await pushwoosh(sandbox, 'deleteMessage', { message: code });
		expect(reply.body).toEqual({ status_code: 200, status_message: 'OK', response: null });
		expect(sandbox.pushwoosh.sentMessages()).toEqual([]);
		expect((await pushwoosh(sandbox, 'deleteMessage', { message: code })).body).toEqual(
			refusal('Message not found'),
		);
	});

	it('refuses a message that has gone out, an unknown code and a missing one', async () => {
		const [code] = messagesOf(await createMessage(sandbox, minimal));
		expect((await pushwoosh(sandbox, 'deleteMessage', { message: code })).body).toEqual(
			refusal('Message has already been sent'),
		);
		expect((await pushwoosh(sandbox, 'deleteMessage', { message: '1A2B-3C4D5E6F-7A8B9C0D' })).body).toEqual(
			refusal('Message not found'),
		);
		expect((await pushwoosh(sandbox, 'deleteMessage')).body).toEqual(refusal('Field "message" is required'));
	});

	it('judges the date in the zone of the message', async () => {
		const soon = new Date(Date.now() + 30 * 60_000).toISOString().slice(0, 16).replace('T', ' ');
		await createMessage(
			sandbox,
			{ ...minimal, send_date: soon },
			{ ...minimal, send_date: soon, timezone: 'Asia/Tokyo' },
		);
		expect(sandbox.pushwoosh.sentMessages().map(({ status }) => status)).toEqual(['scheduled', 'sent']);
	});
});
