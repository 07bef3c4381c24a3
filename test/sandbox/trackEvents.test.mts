import { describe, expect, it } from 'vitest';
import { deviceApi, holding, ok, pushwoosh, refusal, useSandbox } from './support.mts';

const sandbox = useSandbox();
const books = () => sandbox.pushwoosh.books;
const settings = () => sandbox.pushwoosh.settings.events;
const app = { application: 'AAAAA-00000' };

describe('createEvent', () => {
	const create = (change: object = {}) =>
		pushwoosh(sandbox, 'createEvent', { ...app, name: 'Order placed', ...change });

	it('the documented request and answer', async () => {
		const fields = {
			description: 'An order came in',
			eventAttributes: [{ type: 6, name: 'total' }],
			trackRevenue: true,
		};
		expect((await create(fields)).body).toEqual(ok({ event: 5001 }));
		expect(books().declaredEvents.at(-1)).toEqual({
			...app,
			id: 5001,
			name: 'Order placed',
			description: 'An order came in',
			attributes: [{ type: 6, name: 'total' }],
			trackRevenue: true,
		});
	});

	it.each<[string, object, string, number?]>([
		['no name', { name: '' }, 'Field "name" is required'],
		['a name of 33 characters', { name: 'x'.repeat(33) }, 'at most 32'],
		['a description of 65', { description: 'x'.repeat(65) }, 'at most 64'],
		[
			'an attribute type of tags',
			{ eventAttributes: [{ type: 7, name: 'a' }] },
			'a whole number from 1 to 6',
		],
		[
			'an attribute type as text',
			{ eventAttributes: [{ type: '2', name: 'a' }] },
			'a whole number from 1 to 6',
		],
		['an attribute name of 65', { eventAttributes: [{ type: 2, name: 'x'.repeat(65) }] }, 'at most 64'],
		['an unknown application', { application: 'ZZZZZ-00000' }, 'Application not found'],
	])('refuses %s', async (_name, change, message) => {
		expect((await create(change)).body).toEqual(refusal(holding(message)));
		expect(books().declaredEvents.length).toBe(1);
	});

	it('a name that is there: refused, or made again by switch; the id as text by switch', async () => {
		await create();
		expect((await create()).body).toEqual(refusal('Event "Order placed" already exists'));
		Object.assign(settings(), { existingEventAs: 'createdAgain', eventIdAs: 'text' });
		expect((await create()).body).toEqual(ok({ event: '5002' }));
	});

	it('403 above the limit of events', async () => {
		settings().limit = 1;
		expect((await create()).body).toEqual(refusal('The limit of events is exceeded', 403));
	});
});

describe('postEvent', () => {
	const post = (change: object = {}) =>
		deviceApi(sandbox, 'postEvent', {
			...app,
			event: 'Checkout',
			attributes: {},
			userId: 'ann',
			hwid: 'phone',
			...change,
		});

	it('the documented request and answer; the user enters the journey that the event starts', async () => {
		const sent = { attributes: { total: 12.5 }, timestampUTC: 1_790_000_000 };
		expect((await post(sent)).body).toEqual(ok({ code: '61ABC-00000' }));
		expect(books().postedEvents).toMatchObject([
			{ ...app, event: 'Checkout', userId: 'ann', hwid: 'phone', ...sent, journeys: ['Welcome'] },
		]);
		expect([...books().journeys.values()][0].entries).toMatchObject([{ userId: 'ann', hwid: 'phone' }]);
	});

	it.each<[string, object, string]>([
		['no event', { event: undefined }, 'Field "event" is required'],
		['no attributes', { attributes: undefined }, 'Field "attributes" is required'],
		['neither user nor device', { userId: undefined, hwid: undefined }, 'hwid or userId should be set'],
		['an empty user', { userId: '' }, 'Field "userId" must be non-empty text'],
		['milliseconds', { timestampUTC: 1_790_000_000_000 }, 'Field "timestampUTC" must be Unix seconds'],
		['a time as text', { timestampUTC: '1790000000' }, 'Field "timestampUTC" must be Unix seconds'],
	])('refuses %s', async (_name, change, message) => {
		expect(await post(change)).toMatchObject({ status: 400, body: refusal(holding(message)) });
		expect(books().postedEvents).toEqual([]);
	});

	it.each([
		['emptyCode', { code: '' }],
		['noCode', {}],
		['null', null],
	] as const)('may answer with %s', async (postAnswer, response) => {
		settings().postAnswer = postAnswer;
		expect((await post()).body).toEqual(ok(response));
	});

	it('an event that nobody created: accepted, 404 or 210', async () => {
		expect((await post({ event: 'Nope' })).body).toMatchObject({ status_code: 200 });
		settings().unknownEventAs = 'refused404';
		expect((await post({ event: 'Nope' })).body).toEqual(refusal('Event "Nope" not found', 404));
		settings().unknownEventAs = 'refused210';
		expect((await post({ event: 'checkout' })).body).toEqual(refusal('Event "checkout" not found'));
		expect((await post()).body).toMatchObject({ status_code: 200 });
	});

	it('both identifiers may be required', async () => {
		expect((await post({ hwid: undefined })).status).toBe(200);
		settings().identifiers = 'bothRequired';
		expect((await post({ hwid: undefined })).body).toEqual(refusal('hwid or userId should be set'));
	});

	it('a user without a device enters no journey, unless switched', async () => {
		await post({ hwid: undefined });
		settings().userAloneEntersJourney = true;
		await post({ hwid: undefined });
		expect(books().postedEvents.map(({ journeys }) => journeys)).toEqual([[], ['Welcome']]);
	});
});
