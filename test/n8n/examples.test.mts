import { parse } from 'csv-parse/sync';
import type { INode } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readExamples } from '../../playground/start/playground.mts';
import { example, freshSandbox, n8n, sandbox } from './support.mts';

const CREATE_MESSAGE = '/json/1.3/createMessage';

beforeEach(freshSandbox);

describe('Scheduled campaign', () => {
	const { id } = example('scheduled-campaign');
	const node = 'Schedule for tomorrow 9:00';
	const tomorrowInMadrid = () =>
		new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Madrid' }).format(Date.now() + 86_400_000);

	it.each(['Try it now', 'Every Monday at 8:00'])('schedules one push with "%s"', async (trigger) => {
		const run = await n8n.run(id, { trigger });
		expect(run.status).toBe('success');
		const messages = await sandbox.messages();
		expect(messages).toHaveLength(1);
		expect(messages[0]).toMatchObject({
			audience: 'segment',
			application: 'AAAAA-00000',
			status: 'scheduled',
		});
		expect(run.node(node).json()).toEqual([
			{
				success: true,
				messageCode: messages[0]!.code,
				messageCodes: [messages[0]!.code],
				scheduledFor: `${tomorrowInMadrid()} 09:00, each device's own clock`,
			},
		]);
		const picture = 'https://cdn.example.com/winter-jackets.jpg';
		expect(messages[0]!.notification).toMatchObject({
			filter: 'Active customers',
			send_date: `${tomorrowInMadrid()} 09:00`,
			ignore_user_timezone: false,
			title: { en: 'Good morning, winter!', es: '¡Buenos días, invierno!' },
			content: {
				en: 'Two for one on all winter jackets, today only.',
				es: 'Dos por uno en abrigos de invierno, solo hoy.',
			},
			android_banner: picture,
			chrome_image: picture,
			ios_root_params: { attachment: picture, aps: { 'mutable-content': 1 } },
		});
	});

	it('can be published', async () => {
		await n8n.publish(id);
		await n8n.unpublish(id);
	});
});

describe('Order webhook to personal push', () => {
	const { id } = example('order-webhook');
	const order = (orderNumber: string) => ({ orderNumber, customerId: 'user-007', customerName: 'Zoë' });

	it('runs with the pinned sample order', async () => {
		const run = await n8n.run(id);
		expect(run.status).toBe('success');
		expect(run.ran).toEqual(['Order shipped', 'Tell the customer', 'Answer: accepted']);
		const [message] = await sandbox.messages();
		expect(message!.notification).toMatchObject({
			users: ['user-001'],
			title: 'Your parcel has left',
			content: 'Hi Anna, order 4711 is on its way to you.',
			link: 'myapp://orders/4711',
		});
	});

	describe('published', () => {
		beforeEach(() => n8n.publish(id));
		afterEach(() => n8n.unpublish(id));

		it('sends one push for an order that is reported twice, and another for the next one', async () => {
			const answers = [];
			for (const number of ['A-1', 'A-1', 'A-2'])
				answers.push(await n8n.callWebhook('order-shipped', order(number)));
			const messages = await sandbox.messages();
			expect(messages.map(({ notification }) => notification.content)).toEqual([
				'Hi Zoë, order A-1 is on its way to you.',
				'Hi Zoë, order A-2 is on its way to you.',
			]);
			expect(messages.map(({ repeats }) => repeats)).toEqual([1, 0]);
			const codes = [messages[0]!.code, messages[0]!.code, messages[1]!.code];
			expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
				codes.map((messageCode) => ({ status: 200, body: { accepted: true, messageCode } })),
			);
		});

		it('answers 422 when the order has no customer', async () => {
			const { status, body } = await n8n.callWebhook('order-shipped', { orderNumber: 'A-3' });
			expect(status).toBe(422);
			expect(body).toMatchObject({
				accepted: false,
				reason: expect.stringContaining("'User IDs'") as string,
			});
			expect(await sandbox.messages()).toEqual([]);
		});

		it('answers 502 when Pushwoosh lets it down, and sends when the shop calls again', async () => {
			await sandbox.misbehave({ match: { path: CREATE_MESSAGE }, times: 1, answer: { status: 503 } });
			const first = await n8n.callWebhook('order-shipped', order('A-4'));
			expect(first).toMatchObject({ status: 502, body: { accepted: false } });
			expect(await sandbox.messages()).toEqual([]);
			const second = await n8n.callWebhook('order-shipped', order('A-4'));
			expect(second).toMatchObject({ status: 200, body: { accepted: true } });
			expect(await sandbox.messages()).toHaveLength(1);
		});

		it('sends nothing twice when the answer to the first call was lost', async () => {
			await sandbox.misbehave({
				match: { path: CREATE_MESSAGE },
				times: 1,
				answer: { connection: 'resetAfterActing' },
			});
			expect((await n8n.callWebhook('order-shipped', order('A-5'))).status).toBe(502);
			expect((await n8n.callWebhook('order-shipped', order('A-5'))).status).toBe(200);
			expect(await sandbox.messages()).toMatchObject([{ repeats: 1 }]);
		});
	});
});

describe('CRM table to combined push', () => {
	const { id } = example('crm-table');
	const table = 'Push failures';
	beforeEach(() => n8n.tables.drop(table));

	it(
		'reaches 9,975 users with 11 messages and writes 25 failures to the table',
		{ timeout: 300_000 },
		async () => {
			const run = await n8n.run(id, { timeoutMs: 280_000 });
			expect(run.status).toBe('success');
			expect(await sandbox.requests(CREATE_MESSAGE)).toHaveLength(11);
			const messages = await sandbox.messages();
			const reached = messages.flatMap(({ recipients }) => recipients);
			expect(reached).toHaveLength(9975);
			expect(new Set(reached).size).toBe(9975);
			const pro = messages.filter(({ notification }) =>
				String(notification.content).includes('Pro plan is half price'),
			);
			expect(pro.flatMap(({ recipients }) => recipients)).toHaveLength(2500);
			expect(run.node('Count what went out').json()).toEqual([
				{ sum_submitted: 9975, unique_count_messageCode: 11 },
			]);

			const rows = await n8n.tables.rows(table);
			expect(rows).toHaveLength(25);
			expect(rows[0]).toEqual({
				customerId: 'customer-00400',
				userId: '',
				reason: expect.stringContaining("'User IDs' is empty") as string,
				code: 'EMPTY_PARAMETER',
				mayHaveBeenSent: false,
			});
		},
	);

	it('tells users that may have got the push from those who got none', { timeout: 300_000 }, async () => {
		const lost = { path: CREATE_MESSAGE, nth: 3 };
		await sandbox.misbehave({ match: lost, times: 1, answer: { connection: 'resetAfterActing' } });
		const run = await n8n.run(id, { timeoutMs: 280_000 });
		expect(run.status).toBe('success');
		const uncertain = (await n8n.tables.rows(table)).filter(
			({ mayHaveBeenSent }) => mayHaveBeenSent === true,
		);
		const [dropped] = (await sandbox.requests(CREATE_MESSAGE)).filter(({ outcome }) => outcome === 'reset');
		const { users } = (dropped!.body as { request: { notifications: [{ users: string[] }] } }).request
			.notifications[0];
		expect(uncertain.map(({ userId }) => userId).sort()).toEqual([...users].sort());
		expect(run.node('Send winter offer').items()).toHaveLength(9975 - users.length);
		// Nobody got it twice: the lost request wasn't repeated.
		expect(await sandbox.requests(CREATE_MESSAGE)).toHaveLength(11);
	});
});

describe('Segment export to CSV', () => {
	it('makes a CSV file of the devices that can receive pushes', async () => {
		const run = await n8n.run(example('segment-export').id);
		expect(run.status).toBe('success');
		const [task] = await sandbox.requests('/api/v2/audience/exportSegment');
		expect(task!.body).toMatchObject({
			filterExpression: '(A("AAAAA-00000") * (T("Language", EQ, "es")))',
		});
		expect(run.node('Read rows').items()).toHaveLength(20);
		const file = run.node('CSV file').file();
		expect(file.fileName).toBe('devices.csv');
		const rows: unknown = parse(await n8n.files.download(file), { columns: true, bom: true });
		expect(rows).toHaveLength(18);
		expect(rows).toEqual(
			run
				.node('Read rows')
				.json()
				.filter((row) => row['Push Token'])
				.map((row) => ({
					userId: row['User ID'],
					deviceId: row.Hwid,
					platform: row['Type (humanized)'],
					city: row.City,
				})),
		);
	});
});

describe('AI agent that sends pushes', () => {
	const { id } = example('ai-agent');
	const tool = 'Send push to a user';

	it('sends what the model filled in, to the user it named', async () => {
		const run = await n8n.runTool(id, tool, {
			User_ID: 'user-001',
			Title: 'Repair done',
			Content: 'Pick it up until 18:00.',
		});
		expect(run.status).toBe('success');
		const messages = await sandbox.messages();
		expect(messages).toMatchObject([
			{
				application: 'AAAAA-00000',
				audience: 'users',
				recipients: ['user-001'],
				notification: { title: 'Repair done', content: 'Pick it up until 18:00.' },
			},
		]);
		const answers = JSON.stringify(run.node(tool, 'ai_tool').json());
		expect(answers).toContain(messages[0]!.code);
	});

	it('sends to nobody when the model names no user, and says why', async () => {
		const run = await n8n.runTool(id, tool, {
			User_ID: '',
			Title: 'Repair done',
			Content: 'Pick it up until 18:00.',
		});
		expect(await sandbox.messages()).toEqual([]);
		expect(run.node(tool, 'ai_tool').error?.message ?? run.error?.message).toContain("'User IDs' is empty");
	});

	it('offers the tool to the agent, with the credential in place', async () => {
		const { nodes, connections } = await n8n.workflow(id);
		expect(connections[tool]).toEqual({
			ai_tool: [[{ node: 'Push assistant', type: 'ai_tool', index: 0 }]],
		});
		expect(nodes.find(({ name }) => name === tool)?.credentials).toHaveProperty('pushwooshApi');
	});
});

describe('All examples', () => {
	it('use only nodes that this n8n has, in versions that it has', async () => {
		const types = await n8n.api.call<Array<{ name: string; version: number | number[] }>>(
			'GET',
			'/types/nodes.json',
		);
		const known = new Set(
			types.flatMap(({ name, version }) => [version].flat().map((each) => `${name} ${each}`)),
		);
		const used = readExamples().flatMap(({ nodes }) => nodes as INode[]);
		expect(used.length).toBeGreaterThan(50);
		const missing = used
			.map(({ type, typeVersion }) => `${type} ${typeVersion}`)
			.filter((node) => !known.has(node));
		expect(missing).toEqual([]);
	});
});
