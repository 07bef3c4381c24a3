import { describe, expect, it } from 'vitest';
import { fcmFault } from '../../playground/sandbox/index.mts';
import { fcmError, FID, refusal, said, TOKEN, useFcm } from './fcmSupport.mts';
import { send } from './support.mts';

const { sandbox, post, push, check } = useFcm();
const books = () => sandbox.google.fcm.books;
const NUMBER = /^projects\/acme-demo-4711\/messages\/\d{19}$/;

describe('validate_only', () => {
	it.each([{ topic: 'news' }, { condition: `'news' in topics` }])(
		'of %o answers with a number, as a send does, and reaches nobody',
		async (target) => {
			sandbox.google.subscribe('news', [TOKEN]);
			const name = { name: expect.stringMatching(NUMBER) as string };
			expect(said(await check(target))).toEqual([200, name]);
			expect(books()).toMatchObject({ validated: 1, messages: [] });
			expect(said(await push(target))).toEqual([200, name]);
			expect(books()).toMatchObject({ validated: 1, messages: { length: 1 } });
		},
	);

	it('false is a send', async () => {
		await post({ validate_only: false, message: { token: TOKEN } });
		expect(sandbox.google.deliveredMessages).toMatchObject([
			{ projectId: 'acme-demo-4711', message: { token: TOKEN }, recipients: [TOKEN], copy: 1, answered: 200 },
		]);
	});
});

describe('quotas', () => {
	const failure = (quota: string, subject: string, description: string) => ({
		'@type': 'type.googleapis.com/google.rpc.QuotaFailure',
		violations: [{ subject: `${quota}:${subject}`, description }],
	});
	const exceeded = (message: string, ...details: Array<Record<string, unknown>>) =>
		refusal(429, 'RESOURCE_EXHAUSTED', message, [fcmError('QUOTA_EXCEEDED'), ...details]);
	const statuses = async (count: number, message: object) => {
		const found = [];
		for (let sent = 0; sent < count; sent += 1) found.push((await push(message)).status);
		return found;
	};

	it('of a project: every request counts, also a refused one, but no 429; over any 60 seconds', async () => {
		const { fcm } = sandbox.google.settings;
		fcm.messagesPerMinute = 3;
		expect((await push({ token: 'not-a-token' })).status).toBe(400);
		expect((await check({ token: TOKEN })).status).toBe(200);
		sandbox.clock.advance(30_000);
		expect(await statuses(3, { token: TOKEN })).toEqual([200, 429, 429]);
		const text = 'Resource has been exhausted (e.g. check quota).';
		const { projectNumber } = sandbox.google.project('acme-demo-4711');
		expect(said(await push({ token: TOKEN }))).toEqual(
			exceeded(text, failure('project', projectNumber, text)),
		);
		sandbox.clock.advance(30_001);
		expect(await statuses(3, { token: TOKEN })).toEqual([200, 200, 429]);
		expect(books().times(TOKEN)).toBe(3);
	});

	it('of a project: checks count or not', async () => {
		Object.assign(sandbox.google.settings.fcm, { messagesPerMinute: 1, checksCount: false });
		for (let count = 0; count < 3; count += 1) expect((await check({ token: TOKEN })).status).toBe(200);
		expect(await statuses(2, { token: TOKEN })).toEqual([200, 429]);
	});

	it('of a device, by token and FID together; 240 a minute to start with', async () => {
		const { fcm } = sandbox.google.settings;
		expect([fcm.deviceMessagesPerMinute, fcm.deviceMessagesPerHour]).toEqual([240, 5000]);
		Object.assign(fcm, { deviceMessagesPerMinute: 2, deviceMessagesPerHour: 3 });
		const token = `${FID}:APA91b`;
		expect([await statuses(1, { fid: FID }), await statuses(2, { token })].flat()).toEqual([200, 200, 429]);
		const text = 'Device message rate exceeded.';
		expect(said(await push({ token }))).toEqual(exceeded(text, failure('device', token, text)));
		expect(await statuses(1, { token: TOKEN })).toEqual([200]);
		expect((await check({ token })).status).toBe(200);
		sandbox.clock.advance(60_001);
		expect(await statuses(2, { token })).toEqual([200, 429]);
	});

	it('of a topic, without any detail of it, or an empty one', async () => {
		const { fcm } = sandbox.google.settings;
		fcm.topicMessagesPerMinute = 1;
		const text = 'Topic quota exceeded.';
		expect(await statuses(1, { topic: 'news' })).toEqual([200]);
		expect(said(await push({ topic: 'news' }))).toEqual(exceeded(text, failure('topic', 'news', text)));
		fcm.quotaFailure = 'withoutViolations';
		expect(said(await push({ topic: 'news' }))).toEqual(
			exceeded(text, { '@type': 'type.googleapis.com/google.rpc.QuotaFailure' }),
		);
		fcm.quotaFailure = 'absent';
		expect(said(await push({ topic: 'news' }))).toEqual(exceeded(text));
		expect(await statuses(1, { topic: 'sports' })).toEqual([200]);
	});

	it('Retry-After: none, seconds, a date; for one send only', async () => {
		const { google } = sandbox;
		const retryAfter = async () => (await push({ token: TOKEN })).headers['retry-after'];
		google.declareTokens(TOKEN, { sends: [{ answer: 'deviceQuota' }] });
		expect(await retryAfter()).toBeUndefined();
		google.settings.fcm.quotaRetryAfter = 7;
		expect(await retryAfter()).toBe('7');
		google.settings.fcm.retryAfterAs = 'date';
		const wait = Date.parse(String(await retryAfter())) - sandbox.clock.now();
		expect(wait).toBeGreaterThan(5000);
		expect(wait).toBeLessThanOrEqual(7000);
		google.settings.fcm.retryAfterAs = 'seconds';
		google.declareTokens(TOKEN, {
			sends: [{ answer: 'unavailable', retryAfter: 2, times: 1 }, { answer: 'unavailable' }],
		});
		expect([await retryAfter(), await retryAfter()]).toEqual(['2', undefined]);
		google.settings.fcm.unavailableRetryAfter = 9;
		expect(await retryAfter()).toBe('9');
	});

	it.each(['projectQuota', 'deviceQuota', 'topicQuota'] as const)(
		'%s as a state of a token',
		async (answer) => {
			sandbox.google.declareTokens(TOKEN, { sends: [{ answer, times: 1 }] });
			expect(await statuses(2, { token: TOKEN })).toEqual([429, 200]);
		},
	);
});

describe('the books', () => {
	const hello = { notification: { title: 'Hello' } };

	it('know how often a device was reached, who is missing, and what came twice', async () => {
		sandbox.google.subscribe('news', ['a:1', 'b:1']);
		await push({ topic: 'news', ...hello });
		await push({ token: 'a:1', ...hello });
		await push({ token: 'b:1', notification: { title: 'Something else' } });
		await push({ token: 'c:1', ...hello });
		expect(books().counts()).toEqual({ 'a:1': 2, 'b:1': 2, 'c:1': 1 });
		expect(books().deliveries).toBe(5);
		expect(books().missing(['a:1', 'c:1', 'd:1'])).toEqual(['d:1']);
		const names = books().messages.map(({ name }) => name);
		expect(books().doubles()).toEqual([{ to: 'a:1', times: 2, names: [names[0], names[1]] }]);
		expect(
			books()
				.messagesTo('b:1')
				.map(({ name }) => name),
		).toEqual([names[0], names[2]]);
	});

	it.each([
		['a device', { token: TOKEN }],
		['a topic', { topic: 'news' }],
	])('know what was delivered although the answer was 503, to %s', async (_name, target) => {
		sandbox.google.subscribe('news', [TOKEN]);
		const sends = [{ answer: 'unavailable', delivers: true, times: 1 } as const];
		sandbox.google.declareTokens(TOKEN, { sends });
		sandbox.google.fcm.declareTopic('news', sends);
		expect((await push({ ...target, ...hello })).status).toBe(503);
		expect(books().times(TOKEN)).toBe(1);
		expect((await push({ ...target, ...hello })).status).toBe(200);
		expect(books().doubles()).toMatchObject([{ to: TOKEN, times: 2 }]);
		expect(books().messages).toMatchObject([
			{ answered: 503, copy: 1 },
			{ answered: 200, copy: 2 },
		]);
	});

	it('count a message that a rule answers otherwise, when it was acted on', async () => {
		const rule = (delivers: boolean) => ({
			match: { path: '*messages:send' },
			times: 1,
			answer: fcmFault({ answer: 'unavailable', delivers, retryAfter: 3 }),
		});
		sandbox.faults.add(rule(true));
		sandbox.faults.add(rule(false));
		const replies = [
			await push({ token: TOKEN }),
			await push({ token: TOKEN }),
			await push({ token: TOKEN }),
		];
		expect(replies.map(({ status, headers }) => [status, headers['retry-after']])).toEqual([
			[503, '3'],
			[503, '3'],
			[200, undefined],
		]);
		expect(replies[0].body).toMatchObject({ error: { details: [fcmError('UNAVAILABLE')] } });
		expect(books().times(TOKEN)).toBe(2);
	});

	it('count a message whose connection was cut after FCM had it', async () => {
		sandbox.faults.add({
			match: { path: '*messages:send' },
			times: 1,
			answer: { connection: 'resetAfterActing' },
		});
		await expect(push({ token: TOKEN })).rejects.toThrow();
		expect(books().times(TOKEN)).toBe(1);
	});

	it('are in the snapshot, without the lists of recipients unless all is wanted, and end with a reset', async () => {
		await push({ token: TOKEN, ...hello });
		await push({ token: TOKEN, ...hello });
		const google = async (query = '') =>
			((await send(`${sandbox.url}/__sandbox/state${query}`)).body as { google: object }).google;
		const summary = { deliveries: 2, doubles: [{ to: TOKEN, times: 2 }], losses: [] };
		expect(await google()).toMatchObject({
			fcmBooks: summary,
			deliveredMessages: [{ recipients: 1 }, { recipients: 1 }],
		});
		expect(await google('?full=true')).toMatchObject({
			fcmBooks: { ...summary, times: { [TOKEN]: 2 } },
			deliveredMessages: [{ recipients: [TOKEN] }, { recipients: [TOKEN] }],
		});
		sandbox.reset();
		expect(await google()).toMatchObject({ fcmBooks: { deliveries: 0, doubles: [] }, deliveredMessages: [] });
	});
});
