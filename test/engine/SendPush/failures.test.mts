import { describe, expect, it } from 'vitest';

import { NODE } from '../../../playground/engine/index.mts';
import { WARNINGS } from '../../../playground/sandbox/index.mts';
import { itOnNewerN8n } from '../newerN8n.mts';
import { CODE, send, usePushBench, users } from './support.mts';

const bench = usePushBench();

const once = { maxRetries: 0 };
const body = (status_code: number, status_message: string) => ({
	status_code,
	status_message,
	response: null,
});

describe('200 is no success by itself', () => {
	const said = 'Something is wrong';
	it.each([
		[210, 'Check what Pushwoosh names here, the application code'],
		[403, 'Settings → API Access'],
		[404, 'Check the codes'],
	])('body code %i', async (code, advice) => {
		bench.sandbox.faults.add({ answer: { status: 200, body: body(code, said) } });
		const result = await bench.run(send({ options: { maxRetries: 2 } }));
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.error?.message).toBe(`Pushwoosh didn't accept the message: “${said}” [item 0]`);
		expect(result.error?.description).toContain(advice);
		expect(result.error?.context?.data).toEqual(['user-001']);
	});

	it('body code 500 is uncertain, and not repeated', async () => {
		bench.sandbox.faults.add({ answer: { status: 200, body: body(500, said) } });
		const result = await bench.run(send({ options: { maxRetries: 2 } }), { onError: 'continueErrorOutput' });
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.failures).toEqual([
			{
				error: expect.stringMatching(/^The push may have gone out: Pushwoosh answered: “Something is wrong”/),
				details: expect.objectContaining({
					code: '500',
					httpStatus: 200,
					attempts: 1,
					uncertain: true,
					userIds: ['user-001'],
				}),
			},
		]);
	});

	it.each([
		['HTML', '<html><body>Welcome to the proxy</body></html>'],
		['nothing', ''],
		['other JSON', '{"ok":true}'],
		['a list', '[]'],
	])('%s', async (_name, text) => {
		bench.sandbox.faults.add({ answer: { status: 200, body: text } });
		const result = await bench.run(send({ options: { maxRetries: 2 } }), { onError: 'continueErrorOutput' });
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.failures[0]?.details).toMatchObject({
			code: 'UNEXPECTED_ANSWER',
			uncertain: true,
			advice: expect.stringContaining("'Base URL'"),
		});
	});
});

describe('200 without a usable code is success that can not be tracked', () => {
	it.each(['placeholder', 'empty', 'missing'] as const)('%s', async (messageCodes) => {
		bench.sandbox.pushwoosh.settings.messageCodes = messageCodes;
		const result = await bench.run(send());
		expect(result.results).toEqual([{ success: true, messageCodes: [], submitted: 1 }]);
		expect(result.hints[1]).toContain('1 message accepted by Pushwoosh without a message code');
	});
});

describe('warnings', () => {
	const warning = WARNINGS.subscriberLimit;

	it('reach the output and a hint that counts them', async () => {
		bench.sandbox.pushwoosh.settings.warning = warning;
		const result = await bench.run(send({ userIds: '={{ $json.id }}', options: { batchSize: 2 } }), {
			items: users(5),
		});
		expect(result.results.map((json) => json.warning)).toEqual(Array(5).fill(warning));
		expect(result.results.every(({ success }) => success === true)).toBe(true);
		expect(result.node(NODE).hints[1]).toMatchObject({
			type: 'warning',
			message: `Pushwoosh warned about 3 messages: “${warning}”`,
		});
	});

	it('onWarning fail, Continue: the failure shape says that the message was sent', async () => {
		bench.sandbox.pushwoosh.settings.warning = warning;
		const result = await bench.run(send({ options: { onWarning: 'fail' } }), {
			onError: 'continueErrorOutput',
		});
		expect(result.results).toEqual([]);
		const code = expect.stringMatching(CODE) as string;
		expect(result.failures).toEqual([
			{
				error: `Pushwoosh sent the message, but warned: “${warning}”`,
				details: {
					advice: expect.stringContaining("The message was sent, so don't send it again"),
					code: 'WARNING',
					userIds: ['user-001'],
					messageCode: code,
					messageCodes: [code],
					submitted: 1,
					warning,
				},
			},
		]);
	});

	it('onWarning fail, Stop: no further message follows, and the sent one counts as done', async () => {
		bench.sandbox.pushwoosh.settings.warning = warning;
		const result = await bench.run(
			send({ userIds: '={{ $json.id }}', options: { onWarning: 'fail', batchSize: 1 } }),
			{ items: users(3) },
		);
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.error?.message).toContain('Pushwoosh sent the message, but warned');
		expect(result.error?.description).toContain('1 item done, 2 not done');
		expect(result.error?.context).toMatchObject({
			data: ['user-0002', 'user-0003'],
			details: { code: 'WARNING', messageCodes: [expect.stringMatching(CODE)] },
		});
	});
});

describe('uncertain sends', () => {
	it.each([
		['HTTP 500', { status: 500, body: 'Internal error' }, 'Pushwoosh answered (HTTP 500: “Internal error”)'],
		[
			'HTTP 502 after acting',
			{ act: true, status: 502, body: '<html>Bad gateway</html>' },
			'Pushwoosh answered (HTTP 502: “Bad gateway”)',
		],
		['a connection lost after sending', { connection: 'resetAfterActing' as const }, 'no answer came'],
		['a time-out', { connection: 'hangAfterActing' as const }, 'no answer came'],
	])('%s: not repeated by default, and told as uncertain', async (_name, answer, what) => {
		bench.sandbox.faults.add({ answer });
		const result = await bench.run(send({ options: { maxRetries: 3, timeout: 200 } }), {
			onError: 'continueErrorOutput',
		});
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.failures[0]?.details).toMatchObject({
			advice: expect.stringContaining('as far as Pushwoosh honours it'),
			uncertain: true,
			attempts: 1,
			userIds: ['user-001'],
		});
		const told = JSON.stringify(result.failures[0]);
		expect(told).toContain(`"The push may have gone out: ${what}`);
		expect(told).toContain("Look into Pushwoosh's Message History before you send it again");
		expect(told).toContain('as far as Pushwoosh honours it');
	});

	it('repeatUncertain: repeated under the same transaction ID, so that one message exists', async () => {
		bench.sandbox.faults.add({ times: 1, answer: { connection: 'resetAfterActing' } });
		const result = await bench.run(send({ options: { repeatUncertain: true } }));
		expect(bench.requests('createMessage')).toHaveLength(2);
		const [first, second] = bench.notifications();
		expect(second).toEqual(first);
		expect(bench.sandbox.pushwoosh.sentMessages()).toHaveLength(1);
		expect(result.results[0]).toMatchObject({ success: true, submitted: 1 });
		expect(result.hints[0]).toContain('2 requests, 1 retried');
	});

	it('what certainly was not acted on is repeated always: 429', async () => {
		bench.sandbox.faults.add({
			times: 1,
			answer: { status: 429, headers: { 'retry-after': '0' }, body: 'Too many requests' },
		});
		const result = await bench.run(send());
		expect(bench.requests('createMessage')).toHaveLength(2);
		expect(result.results[0]).toMatchObject({ success: true });
	});

	it('nobody listens: repeated, and not uncertain', async () => {
		const { baseUrl } = bench.engine.credentials.get('pushwooshApi').data;
		bench.engine.credentials.patch('pushwooshApi', { baseUrl: 'http://127.0.0.1:9' });
		const result = await bench.run(send({ options: { maxRetries: 1 } }), { onError: 'continueErrorOutput' });
		bench.engine.credentials.patch('pushwooshApi', { baseUrl });
		expect(result.failures[0]?.details).toMatchObject({ code: 'ECONNREFUSED', attempts: 2 });
		expect(result.failures[0]?.details).not.toHaveProperty('uncertain');
	});

	it('a later refusal does not take back that an earlier try may have sent', async () => {
		bench.sandbox.faults.add({ times: 1, answer: { connection: 'resetAfterActing' } });
		bench.sandbox.faults.add({ times: 1, answer: { status: 200, body: body(210, 'No') } });
		const result = await bench.run(send({ options: { repeatUncertain: true } }), {
			onError: 'continueErrorOutput',
		});
		expect(result.failures[0]?.details).toMatchObject({ code: '210', attempts: 2, uncertain: true });
	});

	it('a long Retry-After ends the tries', async () => {
		bench.sandbox.faults.add({ answer: { status: 429, headers: { 'retry-after': '120' }, body: '' } });
		const result = await bench.run(send(), { onError: 'continueErrorOutput' });
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.failures[0]?.details).toMatchObject({
			retryAfter: 120,
			advice: expect.stringContaining('wait 2 minutes'),
		});
	});
});

describe('an item of several messages, one of which fails', () => {
	const three = { userIds: '={{ $json.ids }}', options: { batchSize: 2, ...once } };
	const items = [{ ids: ['a', 'b', 'c', 'd', 'e'] }, { ids: ['x'] }];

	it('Continue: tells what was sent, how many, and who is left', async () => {
		bench.sandbox.faults.add({
			match: { bodyIncludes: '"c"' },
			answer: { status: 200, body: body(210, 'No') },
		});
		const result = await bench.run(send(three), { items, onError: 'continueErrorOutput' });
		const codes = [...bench.sandbox.pushwoosh.messages.keys()];
		expect(result.failures).toEqual([
			{
				ids: items[0]?.ids,
				error: expect.stringMatching(/“No” \(3 of 5 users had been handed over\)$/),
				details: {
					advice: expect.stringMatching(/Send it again only to those in "unsent"\.$/),
					code: '210',
					httpStatus: 200,
					attempts: 1,
					userIds: items[0]?.ids,
					messageCode: codes[0],
					messageCodes: codes,
					submitted: 3,
					unsent: ['c', 'd'],
				},
			},
		]);
		expect(result.results).toEqual([
			{ success: true, messageCode: codes[1], messageCodes: [codes[1]], submitted: 1 },
		]);
	});

	it('uncertain: it says that some of the rest may have got it', async () => {
		bench.sandbox.faults.add({ match: { bodyIncludes: '"c"' }, answer: { connection: 'resetAfterActing' } });
		const result = await bench.run(send(three), { items, onError: 'continueErrorOutput' });
		expect(result.failures[0]).toMatchObject({
			error: expect.stringContaining(
				'The push may have gone out: no answer came (3 of 5 users had been handed over)',
			),
			details: { uncertain: true, submitted: 3, unsent: ['c', 'd'] },
		});
		expect(JSON.stringify(result.failures[0])).toContain(', some of whom may have got it.');
	});

	it('Stop: the list of what was not done leaves out who was reached', async () => {
		bench.sandbox.faults.add({
			match: { bodyIncludes: '"c"' },
			answer: { status: 200, body: body(210, 'No') },
		});
		const result = await bench.run(send({ ...three, options: { ...three.options, concurrency: 1 } }), {
			items,
		});
		expect(result.error?.message).toContain('“No” (2 of 5 users had been handed over) [item 0]');
		expect(result.error?.description).toContain(
			'Send it again only to those in "unsent". 0 items done, 2 not done.',
		);
		expect(result.error?.context?.data).toEqual(['c', 'd', 'e', 'x']);
		expect(result.error?.context?.details).toMatchObject({
			code: '210',
			submitted: 2,
			unsent: ['c', 'd', 'e'],
		});
	});
});

describe('Stop', () => {
	const each = { userIds: '={{ $json.id }}', content: '={{ $json.id }}' };

	it('sends nothing that waited for its turn when a request failed', async () => {
		bench.sandbox.faults.add({
			match: { path: '*createMessage', nth: 3 },
			answer: { status: 200, body: body(210, 'No') },
		});
		const result = await bench.run(send({ ...each, options: { requestsPerMinute: 60 } }), {
			items: users(70),
		});
		expect(result.error?.message).toContain('“No” [item 2]');
		expect(result.error?.description).toContain('2 items done, 68 not done.');
		expect(bench.requests('createMessage')).toHaveLength(3);
	});

	it('repeats nothing that waited for another try when a request failed', async () => {
		bench.sandbox.faults.add({
			match: { bodyIncludes: '"user-0002"' },
			answer: { status: 429, headers: { 'Retry-After': '50' }, body: '' },
		});
		bench.sandbox.faults.add({
			match: { bodyIncludes: '"user-0003"' },
			answer: { status: 200, answerDelayMs: 200, body: body(210, 'No') },
		});
		const result = await bench.run(send(each), { items: users(3) });
		expect(result.error?.description).toContain('1 item done, 2 not done');
		expect(result.error?.context?.data).toEqual(['user-0002', 'user-0003']);
		expect(bench.requests('createMessage')).toHaveLength(3);
	});

	it('names the first item of the failed request, and lists at most 1000 not done', async () => {
		bench.sandbox.faults.add({
			match: { bodyIncludes: 'user-1001"' },
			answer: { status: 403, body: body(403, 'Token restrictions forbid this operation') },
		});
		const result = await bench.run(send({ userIds: '={{ $json.id }}', options: { concurrency: 1 } }), {
			items: users(3500),
		});
		expect(result.error).toMatchObject({ itemIndex: 1000, httpCode: '403' });
		expect(result.error?.description).toContain('1000 items done, 2500 not done');
		expect(result.error?.context?.data).toHaveLength(1000);
		expect((result.error?.context?.data as string[])[0]).toBe('user-1001');
	});

	it('a wrong token fails once', async () => {
		bench.engine.credentials.patch('pushwooshApi', { apiToken: 'WRONG' });
		bench.sandbox.faults.add({ answer: { status: 401, body: 'Unauthorized' } });
		const result = await bench.run(send({ userIds: '={{ $json.id }}', options: { batchSize: 1 } }), {
			items: users(5),
			onError: 'continueErrorOutput',
		});
		expect(bench.requests('createMessage')).toHaveLength(1);
		expect(result.failures).toHaveLength(5);
		expect(result.failures[4]?.details).toMatchObject({
			advice: expect.stringContaining("Check 'API Token'"),
		});
	});

	it('a right that is lacking (403) is asked for once, for its application', async () => {
		bench.sandbox.faults.add({
			match: { bodyIncludes: 'AAAAA-00000' },
			answer: { status: 403, body: body(403, 'Token restrictions forbid this operation') },
		});
		const items = ['AAAAA-00000', 'BBBBB-00000', 'AAAAA-00000', 'AAAAA-00000'].map((app, at) => ({
			app,
			id: `user-${at}`,
		}));
		const result = await bench.run(
			send({
				application: '={{ $json.app }}',
				userIds: '={{ $json.id }}',
				content: '={{ "Hello " + $json.id }}',
				options: { concurrency: 1 },
			}),
			{ items, onError: 'continueErrorOutput' },
		);
		expect(bench.requests('createMessage')).toHaveLength(2);
		expect(result.results).toMatchObject([{ success: true, submitted: 1 }]);
		expect(result.failures.map(({ details }) => (details as { code: string }).code)).toEqual([
			'403',
			'403',
			'403',
		]);
		expect(result.failures[0]?.details).toMatchObject({ httpStatus: 403, attempts: 1, userIds: ['user-0'] });
	});

	it('a 403 in other words, such as a limit or a firewall’s page, ends nothing', async () => {
		bench.sandbox.faults.add({
			times: 1,
			answer: { status: 403, body: '<html>Forbidden by the firewall</html>' },
		});
		bench.sandbox.faults.add({
			times: 1,
			answer: { status: 200, body: body(403, 'Monthly limit of the plan') },
		});
		const result = await bench.run(
			send({ userIds: '={{ $json.id }}', options: { batchSize: 1, concurrency: 1, combineItems: false } }),
			{ items: users(3), onError: 'continueErrorOutput' },
		);
		expect(bench.requests('createMessage')).toHaveLength(3);
		expect(result.failures).toHaveLength(2);
		expect(result.results).toHaveLength(1);
	});

	it('a redirect is a failure that names the URL field', async () => {
		bench.sandbox.faults.add({ answer: { redirectTo: 'https://example.com/' } });
		const result = await bench.run(send());
		expect(result.error?.message).toContain('redirects elsewhere');
		expect(result.error?.description).toContain("'Base URL'");
	});

	it('a redirect that comes with an answer in the form of the API is one all the same', async () => {
		bench.sandbox.faults.add({
			answer: { status: 302, headers: { location: 'https://example.com/' }, body: body(200, 'OK') },
		});
		const result = await bench.run(send(), { onError: 'continueErrorOutput' });
		expect(result.failures[0]).toMatchObject({
			error: expect.stringContaining('redirects elsewhere'),
			details: { advice: expect.stringContaining("'Base URL'") },
		});
	});

	it('the token stands in no output, error or log', async () => {
		bench.engine.credentials.patch('pushwooshApi', { apiToken: 'VERY-SECRET-TOKEN' });
		bench.sandbox.faults.add({ answer: { status: 500, body: 'Broken' } });
		const stopped = await bench.run(send({ options: once }));
		expect(stopped.placesOf('VERY-SECRET-TOKEN')).toEqual([]);
		const continued = await bench.run(send({ options: once }), { onError: 'continueErrorOutput' });
		expect(continued.placesOf('VERY-SECRET-TOKEN')).toEqual([]);
	});
});

itOnNewerN8n('cancelling throws the one sentence and emits nothing', async () => {
	bench.sandbox.faults.add({ match: { nth: [2, 3] }, answer: { connection: 'hang' } });
	const result = await bench.run(
		send({ userIds: '={{ $json.id }}', options: { batchSize: 1, concurrency: 2 } }),
		{
			items: users(5),
			onError: 'continueErrorOutput',
			cancelAfter: 300,
		},
	);
	expect(result.status).toBe('canceled');
	expect(
		result.logs.some(({ message }) => message.includes('Execution was canceled: 1 of 5 units done')),
	).toBe(true);
	expect(bench.requests('createMessage').length).toBeLessThanOrEqual(3);
});
