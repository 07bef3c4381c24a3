import { describe, expect, it } from 'vitest';
import { createMessage, pushwoosh, useSandbox } from './support.mts';

const sandbox = useSandbox();
const minimal = { send_date: 'now', content: 'Your parcel is on its way' };

function refusal(message: unknown, code = 210): object {
	return { status_code: code, status_message: message, response: null };
}

describe('refusals inside a 200 answer', () => {
	const cases: Array<[string, object, unknown]> = [
		[
			'no application',
			{ notifications: [minimal] },
			'Neither an application code nor a group code was given',
		],
		[
			'an unknown application',
			{ application: 'ZZZZZ-00000', notifications: [minimal] },
			'Application not found',
		],
		[
			'an empty application',
			{ application: '', notifications: [minimal] },
			'API token or application is not set',
		],
		[
			'application and group together',
			{ application: 'AAAAA-00000', applications_group: 'GGGGG-00000', notifications: [minimal] },
			expect.stringContaining('together'),
		],
		['no notifications', { application: 'AAAAA-00000' }, expect.stringContaining('notifications')],
		[
			'an empty list of notifications',
			{ application: 'AAAAA-00000', notifications: [] },
			expect.stringContaining('notifications'),
		],
		[
			'a notification that is no object',
			{ application: 'AAAAA-00000', notifications: ['x'] },
			expect.stringContaining('notifications'),
		],
		[
			'an unknown field of the request',
			{ application: 'AAAAA-00000', notifications: [minimal], content: 'x' },
			'Unexpected field "content"',
		],
	];
	it.each(cases)('%s', async (_name, fields, message) => {
		const reply = await pushwoosh(sandbox, 'createMessage', fields);
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual(refusal(message));
	});

	const many = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);
	const notifications: Array<[string, object, RegExp]> = [
		['no send_date', { content: 'x' }, /send_date/],
		['an ISO date', { ...minimal, send_date: '2026-03-01T09:30:00Z' }, /send_date/],
		['a day that does not exist', { ...minimal, send_date: '2026-02-30 09:30' }, /send_date/],
		['seconds in the date', { ...minimal, send_date: '2026-03-01 09:30:00' }, /send_date/],
		['an offset for a zone', { ...minimal, timezone: '+02:00' }, /timezone/],
		['an unknown zone', { ...minimal, timezone: 'Europe/Atlantis' }, /timezone/],
		['ignore_user_timezone as a number', { ...minimal, ignore_user_timezone: 1 }, /ignore_user_timezone/],
		['no content', { send_date: 'now' }, /content/],
		['empty content', { send_date: 'now', content: '' }, /content/],
		['content by a long language code', { send_date: 'now', content: { 'en-US': 'x' } }, /content/],
		['content without any language', { send_date: 'now', content: {} }, /content/],
		['content as a number', { send_date: 'now', content: 5 }, /content/],
		['a send rate above 1000', { ...minimal, send_rate: 1001 }, /send_rate/],
		['a send rate as text', { ...minimal, send_rate: '500' }, /send_rate/],
		['a discontinued shortener', { ...minimal, minimize_link: 1 }, /minimize_link/],
		['data that is no object', { ...minimal, data: 'eventId' }, /data/],
		['a transactionId that is no UUID', { ...minimal, transactionId: 'order-1' }, /transactionId/],
		['a campaign that is no code', { ...minimal, campaign: 'Spring' }, /campaign/],
		['a silent flag as boolean', { ...minimal, ios_silent: true }, /ios_silent/],
		['an Android priority of 3', { ...minimal, android_priority: 3 }, /android_priority/],
		[
			'an unknown delivery priority',
			{ ...minimal, android_delivery_priority: 'urgent' },
			/android_delivery_priority/,
		],
		['a banner that is no URL', { ...minimal, android_banner: 'a.jpg' }, /android_banner/],
		['a sound with file extension', { ...minimal, android_sound: 'bell.mp3' }, /android_sound/],
		['an LED colour by name', { ...minimal, android_led: 'red' }, /android_led/],
		['a badge with a word', { ...minimal, ios_badges: 'many' }, /ios_badges/],
		['root parameters as text', { ...minimal, android_root_params: '{}' }, /android_root_params/],
		[
			'iOS data above 4 KB',
			{ ...minimal, ios_root_params: { data: { x: 'y'.repeat(4100) } } },
			/ios_root_params/,
		],
		['Windows content that is not Base64', { ...minimal, wns_content: '<toast/>' }, /wns_content/],
		['a Windows tag of 17 characters', { ...minimal, wns_tag: 'a'.repeat(17) }, /wns_tag/],
		['Safari arguments as text', { ...minimal, safari_url_args: 'a' }, /safari_url_args/],
		['a misspelt field', { ...minimal, android_headers: 'x' }, /android_headers/],
		['Safari alone without title', { ...minimal, platforms: [10] }, /safari_title/],
		['no platform', { ...minimal, platforms: [] }, /At least one platform must be selected/],
		['an unknown platform', { ...minimal, platforms: [99] }, /platform/],
		['platforms as names', { ...minimal, platforms: ['iOS'] }, /platform/],
		['1001 users', { ...minimal, users: many(1001) }, /at most 1000/],
		['1001 devices', { ...minimal, devices: many(1001) }, /at most 1000/],
		['a number among the users', { ...minimal, users: [17] }, /users/],
		['an empty user', { ...minimal, users: [''] }, /users/],
		['users and devices', { ...minimal, users: ['a'], devices: ['b'] }, /together/],
		[
			'filter and conditions',
			{ ...minimal, filter: 'x', conditions: [['City', 'EQ', 'Madrid']] },
			/together/,
		],
		['devices and a filter', { ...minimal, devices: ['b'], filter: 'x' }, /together/],
		[
			'an unknown conditions operator',
			{ ...minimal, conditions: [['City', 'EQ', 'x']], conditions_operator: 'XOR' },
			/conditions_operator/,
		],
		['an unknown operator', { ...minimal, conditions: [['City', 'LIKE', 'x']] }, /operator/],
		['a lower-case operator', { ...minimal, conditions: [['City', 'eq', 'x']] }, /operator/],
		['IN with a single value', { ...minimal, conditions: [['City', 'IN', 'Madrid']] }, /list/],
		['EQ with a list', { ...minimal, conditions: [['City', 'EQ', ['Madrid']]] }, /single value/],
		['BETWEEN with three values', { ...minimal, conditions: [['Age', 'BETWEEN', [1, 2, 3]]] }, /two values/],
		['a text for an Integer tag', { ...minimal, conditions: [['Age', 'GTE', '18']] }, /Integer/],
		['GTE on a String tag', { ...minimal, conditions: [['City', 'GTE', 'M']] }, /String/],
		['EQ on a List tag', { ...minimal, conditions: [['Interests', 'EQ', 'news']] }, /List/],
		[
			'a date without time',
			{ ...minimal, conditions: [['Last Application Open', 'GTE', '2026-01-01']] },
			/Date/,
		],
		['an upper-case language', { ...minimal, conditions: [['Language', 'EQ', 'EN']] }, /Language/],
		['a geozone without range', { ...minimal, geozone: { lat: 1, lng: 2 } }, /geozone/],
		['a geozone with text', { ...minimal, geozone: { lat: '1', lng: '2', range: 100 } }, /geozone/],
	];
	it.each(notifications)('%s', async (_name, notification, message) => {
		const reply = await createMessage(sandbox, notification);
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual(refusal(expect.stringMatching(message)));
		expect(sandbox.pushwoosh.messages.size).toBe(0);
	});

	it('one bad notification refuses the whole request', async () => {
		const reply = await createMessage(sandbox, minimal, { ...minimal, send_rate: 1 });
		expect(reply.body).toMatchObject({ status_code: 210 });
		expect(sandbox.pushwoosh.messages.size).toBe(0);
	});

	it('an unknown filter is 404 in the body', async () => {
		const reply = await createMessage(sandbox, { ...minimal, filter: 'nobody' });
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual(refusal(expect.stringContaining('nobody'), 404));
	});

	it('a filter whose own segment is gone', async () => {
		const { code } = sandbox.pushwoosh.addFilter({ name: 'Inner', filterExpression: 'A("AAAAA-00000")' });
		sandbox.pushwoosh.addFilter({ name: 'Outer', filterExpression: `Segment("${code}")` });
		await pushwoosh(sandbox, 'deleteFilter', { name: 'Inner' });
		const reply = await createMessage(sandbox, { ...minimal, filter: 'Outer' });
		expect(reply.body).toEqual(refusal(expect.stringContaining(code)));
	});

	it('a suspended application and a suspended account', async () => {
		sandbox.pushwoosh.addApplication('SSSSS-00000', 'Old', { suspended: true });
		const suspended = await pushwoosh(sandbox, 'createMessage', {
			application: 'SSSSS-00000',
			notifications: [minimal],
		});
		expect(suspended.body).toEqual(refusal('Application is suspended'));
		sandbox.pushwoosh.account.suspended = true;
		expect((await createMessage(sandbox, minimal)).body).toEqual(refusal('Account is suspended'));
		expect((await pushwoosh(sandbox, 'listFilters', { application: 'AAAAA-00000' })).body).toEqual(
			refusal('A suspended account cannot use device filtering'),
		);
	});
});
