import { describe, expect, it } from 'vitest';
import { overviewOf } from '../../playground/sandbox/inbox/overview.mts';
import { accessTokenFor, createMessage, instanceIdHeaders, pushwoosh, send, useSandbox } from './support.mts';
import type { Sections } from './events.mts';

const sandbox = useSandbox();
/** As the page gets it: through JSON. */
const overview = () => JSON.parse(JSON.stringify(overviewOf(sandbox))) as Sections;
const pushes = () => overview().pushes.shown;
const PICTURE = 'https://cdn.example.com/a.jpg';

describe('pushes', () => {
	it('look different on each device', async () => {
		await createMessage(sandbox, {
			send_date: 'now',
			content: { en: 'Hello', es: 'Hola' },
			title: { en: 'Today', es: 'Hoy' },
			subtitle: 'Madrid',
			link: 'myapp://events/42',
			ios_title: 'Today on iPhone',
			ios_badges: '+1',
			ios_sound: 'chime.wav',
			ios_root_params: { aps: { 'mutable-content': 1 }, attachment: PICTURE },
			android_banner: PICTURE,
			android_icon: 'ic_shop',
			chrome_title: 'Today in Chrome',
			chrome_button_text1: 'Show',
			data: { a: 1 },
			campaign: 'CCCCC-11111',
		});
		expect(pushes()).toMatchObject([
			{
				service: 'Pushwoosh',
				app: 'Demo app',
				state: 'arrived',
				audience: 'everyone',
				isBroadcast: true,
				recipients: 40,
				languages: ['en', 'es'],
				link: 'myapp://events/42',
				extras: ['campaign CCCCC-11111', 'custom data'],
			},
		]);
		expect(pushes()[0].looks).toEqual([
			{
				screen: 'iphone',
				platform: 'iOS',
				title: 'Today on iPhone',
				subtitle: 'Madrid',
				text: { en: 'Hello', es: 'Hola' },
				image: PICTURE,
				badge: '+1',
				sound: 'chime.wav',
			},
			{
				screen: 'android',
				platform: 'Android',
				title: { en: 'Today', es: 'Hoy' },
				text: { en: 'Hello', es: 'Hola' },
				icon: 'ic_shop',
				image: PICTURE,
			},
			{
				screen: 'desktop',
				platform: 'Chrome',
				title: 'Today in Chrome',
				text: { en: 'Hello', es: 'Hola' },
				buttons: ['Show'],
			},
		]);
	});

	it('appear on the devices that they reach', async () => {
		await pushwoosh(sandbox, 'createFilter', {
			name: 'Madrid',
			filter_expression: 'T("City", EQ, "Madrid")',
		});
		await pushwoosh(sandbox, 'createFilter', {
			name: 'Nobody',
			filter_expression: 'T("City", EQ, "Nowhere")',
		});
		const now = { send_date: 'now', content: 'x' };
		await createMessage(
			sandbox,
			{ ...now, filter: 'Madrid' },
			{ ...now, filter: 'Nobody' },
			{ ...now, users: ['user-002'] },
			{ ...now, users: ['user-002', 'stranger'] },
			{ ...now, devices: ['push-token-2'] },
			{
				...now,
				platforms: [17, 8],
				users: ['stranger'],
				wns_content: Buffer.from('<toast/>').toString('base64'),
			},
			{
				...now,
				conditions: [
					['City', 'IN', ['Madrid', 'Seville']],
					['Age', 'GTE', 20],
				],
				conditions_operator: 'OR',
			},
		);
		const lines = pushes().reverse();
		expect(
			lines.map(({ audience, recipients, looks }) => [
				audience,
				recipients,
				looks.map(({ platform }) => platform),
			]),
		).toEqual([
			['segment “Madrid”', 10, ['iOS']],
			['segment “Nobody”', 0, []],
			['users', 1, ['Android', 'Chrome']],
			['users', 2, ['iOS', 'Android', 'Chrome']],
			['devices', 1, ['Android']],
			['users', 1, ['Huawei', 'Windows']],
			['devices with City IN Madrid, Seville or Age GTE 20', 38, ['iOS', 'Android', 'Chrome']],
		]);
		expect(lines[5].looks[1].text).toBe('<toast/>');
		expect(lines[0].sample).toHaveLength(5);
	});

	it('that are silent, scheduled, repeated or deleted say so', async () => {
		const transactionId = '11111111-1111-4111-8111-111111111111';
		const later = {
			send_date: '2099-12-24 09:00',
			timezone: 'Europe/Madrid',
			content: 'x',
			ignore_user_timezone: false,
		};
		await createMessage(sandbox, {
			send_date: 'now',
			ios_silent: 1,
			android_silent: 1,
			platforms: [1, 3],
		});
		await createMessage(sandbox, { send_date: 'now', content: 'Once', transactionId });
		await createMessage(sandbox, { send_date: 'now', content: 'Once', transactionId });
		const { body } = await createMessage(sandbox, later, later);
		const { Messages: codes } = (body as { response: { Messages: string[] } }).response;
		await pushwoosh(sandbox, 'deleteMessage', { message: codes[1] });
		expect(pushes().reverse()).toMatchObject([
			{
				state: 'arrived',
				looks: [
					{ screen: 'iphone', silent: true },
					{ screen: 'android', silent: true },
				],
			},
			{ state: 'arrived', repeats: 1 },
			{
				state: 'waiting',
				schedule: { date: '2099-12-24 09:00', timezone: 'Europe/Madrid', atLocalTime: true },
			},
			{ state: 'deleted' },
		]);
		const due = Date.parse('2099-12-24T08:00:00Z');
		sandbox.clock.advance(due + 1000 - Date.now());
		expect(pushes()[0]).toMatchObject({ code: codes[0], state: 'arrived', at: due });
	});

	it('through FCM are shown too', async () => {
		const headers = { authorization: `Bearer ${await accessTokenFor(sandbox)}` };
		sandbox.google.subscribe('news', ['a:b', 'c:d']);
		const message = {
			topic: 'news',
			notification: { title: 'Hi', body: 'There' },
			apns: { payload: { aps: { alert: { title: 'Hi, iPhone' } } } },
		};
		const path = `${sandbox.url}/v1/projects/acme-demo-4711/messages:send`;
		await send(path, { headers, json: { message } });
		await send(path, { headers, json: { message: { token: 'a:b', data: { sync: '1' } } } });
		const [silent, shown] = pushes();
		expect(silent).toMatchObject({ audience: 'one token', sample: ['a:b'], extras: ['data sync'] });
		expect(silent.looks.map((look) => look.silent)).toEqual([true, true, true]);
		expect(shown).toMatchObject({ service: 'FCM', audience: 'topic “news”', recipients: 2 });
		expect(shown.looks.map(({ title, text }) => [title, text])).toEqual([
			['Hi, iPhone', 'There'],
			['Hi', 'There'],
			['Hi', 'There'],
		]);
		expect((await send(`${sandbox.url}/__sandbox/inbox/pushes/${shown.key}`)).body).toEqual(message);
	});

	it('are cut to a length that can be shown, in the list and in the details', async () => {
		const users = Array.from({ length: 1000 }, (_, index) => `user-${index}`);
		await createMessage(sandbox, { send_date: 'now', content: 'long '.repeat(1000), users });
		const [push] = pushes();
		expect(push).toMatchObject({ recipients: 1000, sample: users.slice(0, 5) });
		expect(push.looks[0].text).toHaveLength(1000);
		const { body } = await send(`${sandbox.url}/__sandbox/inbox/pushes/${push.key}`);
		expect((body as { users: string[] }).users).toEqual([...users.slice(0, 20), '… 980 more']);
		for (let index = 0; index < 35; index += 1)
			await createMessage(sandbox, { send_date: 'now', content: 'x' });
		expect(overview().pushes).toMatchObject({ total: 36, shown: { length: 30 } });
	});
});

it('segments with the devices they select, imports and web subscriptions', async () => {
	const headers = instanceIdHeaders(await accessTokenFor(sandbox));
	await pushwoosh(sandbox, 'createFilter', {
		name: 'Madrid',
		filter_expression: 'T("City", EQ, "Madrid")',
		expiration_date: '2099-01-01',
	});
	const apns = { application: 'com.example.app', sandbox: true, apns_tokens: ['ab'.repeat(32)] };
	await send(`${sandbox.url}/iid/v1:batchImport`, { headers, json: apns });
	await send(`${sandbox.url}/iid/v1:batchImport`, { headers, json: apns });
	const point = `B${'A'.repeat(86)}`;
	await send(`${sandbox.url}/v1/web/iid`, {
		headers: { authorization: headers.authorization, 'crypto-key': `p256ecdsa=${point}` },
		json: { endpoint: 'https://push.example.com/x', keys: { auth: 'a'.repeat(22), p256dh: point } },
	});
	expect(overview()).toMatchObject({
		segments: {
			total: 1,
			shown: [
				{
					name: 'Madrid',
					expression: 'T("City", EQ, "Madrid")',
					expirationDate: '2099-01-01',
					devices: 10,
				},
			],
		},
		imports: { total: 1, shown: [{ application: 'com.example.app', sandbox: true, count: 2 }] },
		webSubscriptions: { total: 1, shown: [{ service: 'push.example.com' }] },
	});
	expect(JSON.stringify(overview())).not.toContain('a'.repeat(22));
	sandbox.pushwoosh.devices = Array.from({ length: 5001 }, () => sandbox.pushwoosh.devices[0]);
	expect(overview().segments.shown[0].devices).toBeUndefined();
});

it('requests with what became of them', async () => {
	const headers = instanceIdHeaders(await accessTokenFor(sandbox));
	sandbox.google.declareTokens('dead:token', { state: 'unregistered' });
	const json = { to: '/topics/news', registration_tokens: ['a:b', 'dead:token'] };
	await send(`${sandbox.url}/iid/v1:batchAdd`, { headers, json });
	await createMessage(sandbox, { send_date: 'now' });
	sandbox.faults.add({ name: 'broken', answer: { connection: 'resetAfterActing' } });
	await expect(createMessage(sandbox, { send_date: 'now', content: 'x' })).rejects.toThrow();
	await expect.poll(() => overview().requests.shown[0].tookMs).toBeGreaterThanOrEqual(0);
	expect(overview().requests).toMatchObject({
		total: 4,
		shown: [
			{
				id: 4,
				method: 'POST',
				path: '/json/1.3/createMessage',
				status: 0,
				outcome: 'reset',
				fault: 'broken',
			},
			{ id: 3, status: 200, outcome: 'answered', refusal: '210: Field "content" is required' },
			{ id: 2, path: '/iid/v1:batchAdd', refusal: '1 of 2 tokens refused' },
			{ id: 1, path: '/token', status: 200 },
		],
	});
	sandbox.log.mode = 'light';
	sandbox.faults.clear();
	await createMessage(sandbox, { send_date: 'now', content: 'x' });
	sandbox.log.mode = 'full';
	expect((await send(`${sandbox.url}/__sandbox/inbox/requests/5`)).body).toMatchObject({
		kept: false,
		body: '',
	});
});
