import type { INodeProperties } from 'n8n-workflow';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { authenticatePushwoosh } from '../../../../../nodes/Pushwoosh/api/auth.ts';
import type { PushwooshSession } from '../../../../../nodes/Pushwoosh/api/session.ts';
import type { Audience } from '../../../../../nodes/Pushwoosh/SendPush/message/audience.ts';
import type { PushMessage, PushUnit } from '../../../../../nodes/Pushwoosh/SendPush/message/pushMessage.ts';
import type { CreatedMessage } from '../../../../../nodes/Pushwoosh/SendPush/sending/createMessage.ts';
import { sendOptionFields } from '../../../../../nodes/Pushwoosh/SendPush/sending/options.ts';
import { messageRateLimiter } from '../../../../../nodes/Pushwoosh/SendPush/sending/rateLimiter.ts';
import {
	sendOperation,
	type SendCall,
} from '../../../../../nodes/Pushwoosh/SendPush/sending/sendOperation.ts';
import {
	transactionId,
	type MessageIdentity,
} from '../../../../../nodes/Pushwoosh/SendPush/sending/transactionId.ts';
import type {
	AnsweredPart,
	Batch,
	DecidedPart,
	Operation,
	RunSummary,
	SendsBundles,
} from '../../../../../nodes/shared/engine/operation.ts';
import { RetryMemory } from '../../../../../nodes/shared/engine/retryMemory.ts';
import type { RunInfo } from '../../../../../nodes/shared/engine/runInfo.ts';
import type { Settings } from '../../../../../nodes/shared/engine/settings.ts';
import {
	ItemProblem,
	RequestFailure,
	RunCanceled,
	type Failure,
} from '../../../../../nodes/shared/failure.ts';
import { toAnswer } from '../../../../../nodes/shared/http/answer.ts';
import type { RateLimiter } from '../../../../../nodes/shared/http/rateLimiter.ts';
import type { RequestSpec } from '../../../../../nodes/shared/http/requestSpec.ts';
import { retryWhenNotActedOn, retryWhenPassing } from '../../../../../nodes/shared/http/retry.ts';
import type { OperationSetup } from '../../../../../nodes/shared/node/operationEntry.ts';
import { fakeContext } from '../../../shared/fakeContext.mts';
import { FIRST } from '../../../support/earlierTries.mts';
import { collectionReader, itemReader } from '../../../support/readers.mts';
import { ACCESS } from '../../access.mts';

type PushSession = PushwooshSession & { rateLimiter: RateLimiter };
type SendPush = Operation<PushUnit, CreatedMessage, PushSession> &
	SendsBundles<PushUnit, CreatedMessage, PushSession>;
type PushPart = AnsweredPart<PushUnit, CreatedMessage>;
type PushRun = RunSummary<PushUnit, CreatedMessage>;

const A = '1A2B-3C4D5E6F-7A8B9C0D';
const B = 'FFFF-00000000-11111111';

const APPLICATION = 'AAAAA-00000';
const USERS: Audience = { kind: 'users' };
const DEVICES: Audience = { kind: 'devices' };
const SEGMENT: Audience = { kind: 'segment', name: 'VIP' };
const EVERYONE: Audience = { kind: 'everyone' };

/** The node and the execution of {@link fakeContext}. */
const SENDER = {
	instanceId: 'instance-1',
	workflowId: 'workflow-1',
	node: { id: 'node-1' },
	executionId: 'execution-1',
	runIndex: 0,
	isTool: false,
};

const SETTINGS: Settings = {
	concurrency: 10,
	maxRetries: 3,
	timeoutMs: 1000,
	includeInputFields: false,
	batchSize: 1000,
};

const FIELDS: INodeProperties[] = [{ displayName: 'Content', name: 'content', type: 'string', default: '' }];

/** A message like a push whose devices have a name of their own. */
const CALL: SendCall = {
	option: { name: 'Send Note', value: 'sendNote', action: 'Send note', description: 'Send a note' },
	fields: FIELDS,
	options: sendOptionFields,
	limits: { concurrency: 10 },
	method: 'createMessage',
	words: {
		what: 'note',
		device: { one: 'address', many: 'addresses' },
		ifUnknown: 'Check the addresses.',
	},
	reader: () => ({ read: ({ itemIndex }) => unit({ itemIndex }) }),
	recipientsFor: (kind, { itemIndex }) => [`${kind} of item ${itemIndex}`],
	devicesKey: 'addresses',
	takesTransactionId: true,
};

interface Start {
	call?: Partial<SendCall>;
	/** What the user added to the options. */
	options?: Record<string, unknown>;
	settings?: Partial<Settings>;
	info?: Partial<RunInfo>;
}

/** Starts the operation for a run of no items, which hands it to what remembers it for n8n's next try. */
async function start({ call, options = {}, settings, info }: Start = {}) {
	const { context, node } = fakeContext();
	const first = itemReader(FIELDS, {});
	const setup: OperationSetup = {
		context,
		info: {
			node,
			instanceId: SENDER.instanceId,
			workflowId: SENDER.workflowId,
			executionId: SENDER.executionId,
			runIndex: SENDER.runIndex,
			timezone: 'Europe/Berlin',
			isTool: false,
			continueOnFail: false,
			...info,
		},
		first,
		options: collectionReader(sendOptionFields, options),
		settings: { ...SETTINGS, ...settings },
	};
	const run = sendOperation({ ...CALL, ...call }).prepare(setup);
	const recall = vi.spyOn(RetryMemory.prototype, 'recall');
	await run({
		context,
		info: { ...setup.info, node: { ...node, retryOnFail: true }, executionId: 'any', runIndex: 0 },
		settings: setup.settings,
		items: [],
		readerFor: () => first,
		signal: undefined,
	});
	const operation = recall.mock.lastCall?.[0] as SendPush;
	recall.mockRestore();
	return { operation, setup };
}

function unit({
	message,
	...more
}: Partial<Omit<PushUnit, 'message'>> & { message?: Partial<PushMessage> } = {}): PushUnit {
	return {
		itemIndex: 0,
		message: {
			id: '0',
			application: APPLICATION,
			audience: USERS,
			notification: { content: 'Hello' },
			...message,
		},
		recipients: ['u1', 'u2'],
		...more,
	};
}

const to = (audience: Audience, more: Partial<PushUnit> = {}) =>
	unit({ recipients: [], ...more, message: { ...more.message, audience } });

const message = (more: Partial<CreatedMessage> = {}): CreatedMessage => ({
	codes: [A],
	unknownDevices: new Set(),
	...more,
});

/** A part that was sent. */
const sent = (of: PushUnit, id: string, data = message()): DecidedPart<PushUnit, CreatedMessage> => ({
	id,
	unit: of,
	attempts: 1,
	answer: { kind: 'succeeded', data },
});
const unsent = (of: PushUnit, id: string): PushPart => ({ id, unit: of, attempts: 0 });

/** The parts of these units with these ids. */
const batch = (units: PushUnit[], ids: string[]): Batch<PushUnit, CreatedMessage> => {
	const [sample = unit()] = units;
	return { sample, units: () => units, parts: ids.map((id) => unsent(sample, id)) };
};

let accounts = 0;
const pushSession = (): PushSession => ({
	...ACCESS,
	credentialType: 'pushwooshApi',
	jitter: 'full',
	credentials: {},
	rateLimiter: messageRateLimiter({
		baseUrl: 'https://of-this-test.example',
		apiToken: `token-${++accounts}`,
		requestsPerMinute: 600,
	}),
});

/** Takes requests and answers each with this; a failure is thrown. */
function fakeHttp(answer: Error | { status_message?: string; response: unknown }) {
	const requests: Array<RequestSpec<unknown>> = [];
	return {
		requests,
		async request<T>(spec: RequestSpec<T>) {
			requests.push(spec);
			if (answer instanceof Error) throw answer;
			const body = JSON.stringify({ status_code: 200, status_message: 'OK', ...answer });
			const judged = spec.judge(toAnswer(200, {}, body), FIRST);
			if (!judged.ok) throw new RequestFailure(judged.failure);
			return { value: judged.value, answers: 1 };
		},
	};
}

const handsWith = (http: ReturnType<typeof fakeHttp>, session = pushSession()) => ({
	http,
	session,
	settings: SETTINGS,
	signal: undefined,
});

/** Sends batches whose messages all get this answer. */
async function sendWith(
	started: Start,
	batches: Array<Batch<PushUnit, CreatedMessage>>,
	answer: Parameters<typeof fakeHttp>[0],
) {
	const { operation } = await start(started);
	const http = fakeHttp(answer);
	const answers = await operation.bundle.send(batches, handsWith(http));
	return { answers, requests: http.requests };
}

const idOf = (identity: Partial<MessageIdentity>, sender = SENDER) =>
	transactionId(sender, {
		application: APPLICATION,
		notification: {},
		audience: USERS,
		recipients: [],
		itemIndexes: [0],
		...identity,
	});

it('shows the form of its call', () => {
	const { prepare, ...form } = sendOperation(CALL);
	expect(form).toStrictEqual({
		option: CALL.option,
		fields: CALL.fields,
		options: CALL.options,
		limits: CALL.limits,
	});
	expect(prepare).toBeTypeOf('function');
});

it('counts its units as items', async () => {
	const { operation } = await start();
	expect(operation.unit).toStrictEqual({ one: 'item', many: 'items' });
});

describe('the credential', () => {
	beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
	afterEach(() => void vi.useRealTimers());

	const open = async (credentials: Record<string, string>, options = {}) => {
		const { operation, setup } = await start({ options });
		vi.spyOn(setup.context, 'getCredentials').mockResolvedValue(credentials);
		return await operation.open(setup.context);
	};

	it('is opened as that of Pushwoosh', async () => {
		const credentials = { apiToken: ' "opened" ' };
		const { rateLimiter, ...session } = await open(credentials);
		expect(session).toStrictEqual({
			credentialType: 'pushwooshApi',
			jitter: 'full',
			credentials,
			sign: authenticatePushwoosh,
			secrets: session.secrets,
			baseUrl: 'https://api.pushwoosh.com',
			journeyUrl: 'https://journey.pushwoosh.com',
			hasDeviceToken: false,
		});
		expect(session.secrets?.(credentials)).toStrictEqual(['opened']);
		expect(rateLimiter.turn).toBeTypeOf('function');
	});

	it.each([
		['waits for others of the same account', 'https://eu.example', (token: string) => ` "${token}" `, true],
		['waits for nobody with another token', 'https://eu.example', (token: string) => `${token}2`, false],
		['waits for nobody at another address', 'https://us.example', (token: string) => token, false],
	])('gives a pace that %s', async (_whom, baseUrl, tokenLike, waits) => {
		const account = { baseUrl: 'https://eu.example', apiToken: `of-a-pace-${++accounts}-` };
		await messageRateLimiter({ ...account, requestsPerMinute: 1 }).turn();
		const apiToken = tokenLike(account.apiToken);
		const { rateLimiter } = await open({ baseUrl, apiToken }, { requestsPerMinute: 1 });
		let hasLeft = false;
		const turn = rateLimiter.turn().then(() => (hasLeft = true));
		await vi.advanceTimersByTimeAsync(60_000);
		expect(hasLeft).toBe(!waits);
		await vi.advanceTimersByTimeAsync(2000);
		expect(await turn).toBe(true);
	});

	it("keeps to 'Requests per Minute'", async () => {
		const { rateLimiter } = await open({ apiToken: 'own figure' }, { requestsPerMinute: 2 });
		let left = 0;
		const turns = [0, 1, 2].map(async () => await rateLimiter.turn().then(() => left++));
		await vi.advanceTimersByTimeAsync(60_000);
		expect(left).toBe(2);
		await vi.advanceTimersByTimeAsync(2000);
		await Promise.all(turns);
		expect(left).toBe(3);
	});
});

describe('an item', () => {
	it('is read by what the call makes for this run', async () => {
		const reader = vi.fn(CALL.reader);
		const { operation, setup } = await start({ call: { reader } });
		expect(reader.mock.calls).toStrictEqual([[setup]]);
		expect(operation.read(itemReader(FIELDS, {}, [{}, {}], 1))).toStrictEqual([unit({ itemIndex: 1 })]);
	});

	it('with a deduplication key names its messages at once', async () => {
		const read = () => unit({ recipients: ['c', 'a', 'b'], message: { deduplicationKey: 'order-1' } });
		const { operation } = await start({ call: { reader: () => ({ read }) }, settings: { batchSize: 2 } });
		const of = (recipients: string[]) => idOf({ recipients, deduplicationKey: 'order-1' });
		expect(operation.read(itemReader(FIELDS, {}))).toStrictEqual([
			{ ...read(), recipients: ['a', 'b', 'c'], transactionIds: [of(['a', 'b']), of(['c'])] },
		]);
	});

	it('whose key stands for another message already is refused', async () => {
		const read = ({ itemIndex }: { itemIndex: number }) =>
			unit({ itemIndex, message: { id: String(itemIndex), deduplicationKey: 'order-1' } });
		const { operation } = await start({ call: { reader: () => ({ read }) } });
		operation.read(itemReader(FIELDS, {}, [{}, {}], 0));
		expect(() => operation.read(itemReader(FIELDS, {}, [{}, {}], 1))).toThrow(
			"'Deduplication Key' “order-1” stands for another message to the same recipients already",
		);
	});

	it('of which nothing else can be read is known by its users, and by its devices under their own key', async () => {
		const { operation } = await start();
		const item = itemReader(FIELDS, {}, [{}, {}], 1);
		const identified = Object.entries(operation.identifiedBy ?? {}).map(([key, source]) => [
			key,
			typeof source === 'string' ? source : source(item),
		]);
		expect(identified).toStrictEqual([
			['userIds', ['users of item 1']],
			['addresses', ['devices of item 1']],
		]);
	});

	it.each([
		['users', unit(), { userIds: ['u1', 'u2'] }],
		['devices', to(DEVICES, { recipients: ['d1'] }), { addresses: ['d1'] }],
		['a segment', to(SEGMENT), {}],
		['everyone', to(EVERYONE), {}],
	])('to %s is identified by its recipients alone', async (_who, of, expected) => {
		const { operation } = await start();
		expect(operation.identify(of)).toStrictEqual(expected);
	});

	it.each<[string, Start['options'], PushUnit, unknown]>([
		[
			'its users',
			{},
			unit({ itemIndex: 3 }),
			[
				{ group: '0', id: 'u1' },
				{ group: '0', id: 'u2' },
			],
		],
		[
			'its users, for itself when items are not combined',
			{ combineItems: false },
			unit({ itemIndex: 3 }),
			[
				{ group: '0 3', id: 'u1' },
				{ group: '0 3', id: 'u2' },
			],
		],
		['its whole audience', {}, to(EVERYONE), [{ group: '0', id: 'message' }]],
	])('travels as %s', async (_what, options, of, expected) => {
		const { operation } = await start({ options });
		expect(operation.parts(of)).toStrictEqual(expected);
	});

	it('with a deduplication key travels in messages of the batch size', async () => {
		const { operation } = await start({ settings: { batchSize: 2 } });
		expect(
			operation.parts(unit({ recipients: ['a', 'b', 'c'], transactionIds: ['first', 'second'] })),
		).toStrictEqual([
			{ group: 'first', id: 'a' },
			{ group: 'first', id: 'b' },
			{ group: 'second', id: 'c' },
		]);
	});

	it.each([
		['users, by those that no message went to', unit(), ['u1', 'u2', 'u3'], ['u2'], ['u1', 'u3']],
		['devices, by those that no message went to', to(DEVICES), ['d1', 'd2'], ['d1'], ['d2']],
		[
			'a segment, by its name',
			to(SEGMENT, { itemIndex: 3 }),
			['message'],
			[],
			['item 3: segment VIP of AAAAA-00000'],
		],
		['everyone', to(EVERYONE, { itemIndex: 4 }), ['message'], [], ['item 4: everyone of AAAAA-00000']],
		['everyone who got it', to(EVERYONE), ['message'], ['message'], []],
	])('that was not done is named: one to %s', async (_who, of, ids, done, expected) => {
		const { operation } = await start();
		const parts = ids.map((id) => (done.includes(id) ? sent(of, id) : unsent(of, id)));
		expect(operation.names?.(of, parts)).toStrictEqual(expected);
	});

	it.each([
		['without its text', false, undefined],
		['by its text as well in a tool', true, { content: 'Hello' }],
	])("is known again at n8n's next try %s", async (_how, isTool, text) => {
		const { operation } = await start({ info: { isTool } });
		expect(operation.asksFor?.(unit({ message: { deduplicationKey: 'k' } }))).toStrictEqual([
			APPLICATION,
			USERS,
			'k',
			text,
		]);
		expect(operation.asksFor?.(to(SEGMENT))).toStrictEqual([APPLICATION, SEGMENT, undefined, text]);
	});
});

describe('before anything is sent', () => {
	it('the units are prepared for this run, and those that cannot be are told', async () => {
		const [good, bad] = [unit(), unit({ itemIndex: 1 })];
		const prepare = vi.fn(async (of: PushUnit) => {
			if (of === bad) throw new ItemProblem('No such file', 'Look for it.', 'NO_FILE');
		});
		const { operation, setup } = await start({ call: { prepare } });
		const refused = await operation.check?.([good, bad], handsWith(fakeHttp({ response: {} })));
		expect([...(refused ?? [])]).toStrictEqual([
			[bad, { code: 'NO_FILE', message: 'No such file', advice: 'Look for it.' }],
		]);
		expect(prepare.mock.calls).toStrictEqual([
			[good, setup],
			[bad, setup],
		]);
	});

	it('nothing is refused where there is nothing to prepare', async () => {
		const { operation } = await start();
		const refused = await operation.check?.([unit()], handsWith(fakeHttp({ response: {} })));
		expect(refused).toStrictEqual(new Map());
	});

	it('the pace is told how many requests there are', async () => {
		const { operation } = await start();
		const session = pushSession();
		const plan = vi.spyOn(session.rateLimiter, 'plan');
		operation.planned?.(700, session);
		expect(plan.mock.calls).toStrictEqual([[700]]);
	});
});

describe('a request', () => {
	it.each([
		[{}, 1],
		[{ messagesPerRequest: 5 }, 5],
	])('with the options %j holds at most %i messages', async (options, size) => {
		const { operation } = await start({ options });
		expect(operation.bundle.size).toBe(size);
	});

	it('holds messages of one application', async () => {
		const { operation } = await start();
		expect(operation.bundle.key(unit({ message: { application: 'BBBBB-11111' } }))).toBe('BBBBB-11111');
	});

	it.each([
		['a send that is certainly not acted on', {}, false, retryWhenNotActedOn],
		["every passing one with 'Repeat Uncertain Sends'", { repeatUncertain: true }, true, retryWhenPassing],
	])('is repeated after %s', async (_when, options, isBold, retry) => {
		const { operation } = await start({ options });
		expect(operation.retriesUncertain).toBe(isBold);
		const http = fakeHttp({ response: { Messages: [A] } });
		await operation.bundle.send([batch([unit()], ['u1'])], handsWith(http));
		expect(http.requests).toStrictEqual([
			{
				method: 'POST',
				url: 'https://api.pushwoosh.com/json/1.3/createMessage',
				body: {
					request: {
						application: APPLICATION,
						notifications: [{ content: 'Hello', users: ['u1'], transactionId: idOf({ recipients: ['u1'] }) }],
					},
				},
				judge: http.requests[0]?.judge,
				retry,
				onlyOnce: true,
				pace: http.requests[0]?.pace,
				right: `createMessage ${APPLICATION}`,
			},
		]);
	});

	it('goes to the method of its call, with the messages of all its batches', async () => {
		const devices = to(DEVICES, { itemIndex: 2 });
		const { requests } = await sendWith(
			{ call: { method: 'createSMSMessage' } },
			[batch([unit(), unit({ itemIndex: 1 })], ['u1', 'u2']), batch([devices], ['d1'])],
			{ response: { Messages: [A, B] } },
		);
		expect(requests.map(({ url, body }) => ({ url, body }))).toStrictEqual([
			{
				url: 'https://api.pushwoosh.com/json/1.3/createSMSMessage',
				body: {
					request: {
						application: APPLICATION,
						notifications: [
							{
								content: 'Hello',
								users: ['u1', 'u2'],
								transactionId: idOf({ recipients: ['u1', 'u2'], itemIndexes: [0, 1] }),
							},
							{
								content: 'Hello',
								devices: ['d1'],
								transactionId: idOf({ audience: DEVICES, recipients: ['d1'], itemIndexes: [2] }),
							},
						],
					},
				},
			},
		]);
	});

	const tool = { ...SENDER, isTool: true };
	const notification = { content: 'Hello', users: ['u1'] };
	it.each<[string, Start, PushUnit, string[], object]>([
		[
			'a segment by its name, without recipients',
			{},
			to(SEGMENT),
			['message'],
			{ content: 'Hello', filter: 'VIP', transactionId: idOf({ audience: SEGMENT }) },
		],
		[
			'everyone',
			{},
			to(EVERYONE),
			['message'],
			{ content: 'Hello', transactionId: idOf({ audience: EVERYONE }) },
		],
		[
			'users under a deduplication key',
			{},
			unit({ message: { deduplicationKey: 'k' } }),
			['u1'],
			{ ...notification, transactionId: idOf({ recipients: ['u1'], deduplicationKey: 'k' }) },
		],
		[
			'users from a tool',
			{ info: { isTool: true } },
			unit(),
			['u1'],
			{ ...notification, transactionId: idOf({ notification, recipients: ['u1'] }, tool) },
		],
		[
			'users by a method that takes no transaction ID',
			{ call: { takesTransactionId: false } },
			unit(),
			['u1'],
			notification,
		],
	])('addresses %s', async (_who, started, of, ids, expected) => {
		const { requests } = await sendWith(started, [batch([of], ids)], { response: { Messages: [A] } });
		expect(requests.map(({ body }) => body)).toStrictEqual([
			{ request: { application: APPLICATION, notifications: [expected] } },
		]);
	});

	it('waits for its turn before each try', async () => {
		const { operation } = await start();
		const http = fakeHttp({ response: { Messages: [A] } });
		const session = pushSession();
		const turn = vi.spyOn(session.rateLimiter, 'turn').mockResolvedValue();
		await operation.bundle.send([batch([unit()], ['u1'])], handsWith(http, session));
		expect(turn.mock.calls).toStrictEqual([]);
		const { signal } = new AbortController();
		const holdMs = () => 7;
		await http.requests[0]?.pace?.(signal, holdMs);
		expect(turn.mock.calls).toStrictEqual([[signal, holdMs]]);
	});
});

describe('an answer', () => {
	it('holds for all recipients of its message', async () => {
		const devices = to(DEVICES, { itemIndex: 1 });
		const { answers } = await sendWith({}, [batch([unit()], ['u1', 'u2']), batch([devices], ['d1'])], {
			response: { Messages: [A, B], UnknownDevices: { [B]: ['d1'] } },
		});
		const first = { kind: 'succeeded', data: message() };
		expect(answers).toStrictEqual([
			[first, first],
			[{ kind: 'succeeded', data: message({ codes: [B], unknownDevices: new Set(['d1']) }) }],
		]);
		expect(answers[0]?.[0]).toBe(answers[0]?.[1]);
	});

	const data = message({ warning: 'Limit reached' });
	it.each([
		['is reported', {}, { kind: 'succeeded', data }],
		[
			'fails the item where the user wants that',
			{ onWarning: 'fail' },
			{
				kind: 'succeeded',
				data,
				failure: {
					code: 'WARNING',
					message: 'Pushwoosh sent the message, but warned: “Limit reached”',
					advice:
						"The message was sent, so don't send it again. The limits of your plan stand in the Control Panel.",
					extra: { messageCode: A, messageCodes: [A] },
				},
			},
		],
	])('with a warning %s', async (_how, options, expected) => {
		const { answers } = await sendWith({ options }, [batch([unit()], ['u1'])], {
			status_message: 'Limit reached',
			response: { Messages: [A] },
		});
		expect(answers).toStrictEqual([[expected]]);
	});
});

describe('a request that fails', () => {
	const failing = async (started: Start, error: Error) =>
		await sendWith(started, [batch([unit()], ['u1'])], error).then(
			() => undefined,
			(thrown: unknown) => thrown,
		);
	const certain: Failure = { code: '210', message: 'No', advice: 'Check.' };
	const lost: Failure = { code: 'TIMEOUT', message: 'No answer within 5 s', uncertain: true };
	const look = "No answer within 5 s. Look into Pushwoosh's Message History before you send it again.";

	it.each<[string, Start, Failure, boolean, Failure]>([
		['certainly stays as it is', {}, certain, false, certain],
		[
			'perhaps says what may have gone out',
			{},
			lost,
			true,
			{
				...lost,
				message: 'The note may have gone out: no answer came',
				advice: `${look} 'Repeat Uncertain Sends' in the options repeats such sends under the same transaction ID, as far as Pushwoosh honours it.`,
			},
		],
		[
			'perhaps, by a method without a transaction ID, says that a repeat may be a second one',
			{ call: { takesTransactionId: false } },
			lost,
			true,
			{
				...lost,
				message: 'The note may have gone out: no answer came',
				advice: `${look} 'Repeat Uncertain Sends' in the options repeats such sends; somebody might then get it twice.`,
			},
		],
		[
			'perhaps, after its repeats, proposes none',
			{ options: { repeatUncertain: true } },
			lost,
			true,
			{ ...lost, message: 'The note may have gone out: no answer came', advice: look },
		],
		[
			'says what its call knows of it',
			{ call: { explain: (failure) => ({ ...failure, advice: `${failure.advice} It costs money.` }) } },
			certain,
			false,
			{ ...certain, advice: 'Check. It costs money.' },
		],
	])('%s', async (_how, started, failure, mayHaveBeenActedOn, expected) => {
		const thrown = await failing(started, new RequestFailure(failure, mayHaveBeenActedOn));
		expect(thrown).toBeInstanceOf(RequestFailure);
		expect(thrown).toMatchObject({ name: 'RequestFailure', mayHaveBeenActedOn });
		expect(thrown instanceof RequestFailure && thrown.failure).toStrictEqual(expected);
	});

	it('since the run was cancelled says just that', async () => {
		const explain = vi.fn((failure: Failure) => failure);
		const canceled = new RunCanceled();
		expect(await failing({ call: { explain } }, canceled)).toBe(canceled);
		expect(explain.mock.calls).toStrictEqual([]);
	});
});

describe('the results', () => {
	it('have these keys', async () => {
		const { operation } = await start();
		expect(operation.outputKeys([])).toStrictEqual([
			'success',
			'messageCode',
			'messageCodes',
			'submitted',
			'scheduledFor',
			'unknownDevices',
			'warning',
			'errorCode',
			'errorMessage',
		]);
	});

	it('say what became of an item', async () => {
		const { operation } = await start();
		const of = unit();
		expect(operation.report(of, [sent(of, 'u1'), sent(of, 'u2')])).toStrictEqual({
			kind: 'succeeded',
			json: { success: true, messageCode: A, messageCodes: [A], submitted: 2 },
		});
	});

	it('say in the words of the call that none of the devices is known', async () => {
		const { operation } = await start();
		const of = to(DEVICES, { recipients: ['d1'] });
		const data = message({ unknownDevices: new Set(['d1']) });
		expect(operation.report(of, [sent(of, 'd1', data)])).toStrictEqual({
			kind: 'rejected',
			code: 'UNKNOWN_DEVICES',
			message: 'Pushwoosh knows none of these addresses',
			advice: 'Check the addresses.',
			json: {
				success: false,
				messageCode: A,
				messageCodes: [A],
				submitted: 1,
				unknownDevices: ['d1'],
				errorCode: 'UNKNOWN_DEVICES',
			},
			extra: { messageCode: A, messageCodes: [A] },
		});
	});

	it.each([
		['nothing of an item that was not sent at all', [], { code: '500', message: 'Broken', advice: 'Wait.' }],
		[
			'what of it was sent, in the words of the call',
			['d1'],
			{
				code: '500',
				message: 'Broken (1 of 2 addresses had been handed over)',
				advice: 'Wait. Send it again only to those in "unsent".',
				extra: { messageCode: A, messageCodes: [A], submitted: 1, unsent: ['d2'] },
			},
		],
	])('say of a failure %s', async (_what, done: string[], expected) => {
		const { operation } = await start();
		const of = to(DEVICES, { recipients: ['d1', 'd2'] });
		const parts = of.recipients.map((id) => (done.includes(id) ? sent(of, id) : unsent(of, id)));
		expect(operation.explain?.({ code: '500', message: 'Broken', advice: 'Wait.' }, of, parts)).toStrictEqual(
			expected,
		);
	});
});

describe('the run', () => {
	const runOf = async (units: Array<[unit: PushUnit, parts: PushPart[]]>, started: Start = {}) => {
		const { operation, setup } = await start(started);
		const run: PushRun = {
			info: setup.info,
			counts: { sent: 1, retried: 0 },
			units: units.map(([of, parts]) => ({ unit: of, itemIndex: of.itemIndex, parts })),
			reports: units.map(() => ({ kind: 'succeeded', json: {} })),
			succeeded: units.length,
			failed: 0,
			rejected: new Map(),
		};
		return { operation, run };
	};

	it('is summed up in the words of the call', async () => {
		const of = to(DEVICES, { recipients: ['d1', 'd2'] });
		const data = message({ unknownDevices: new Set(['d2']) });
		const { operation, run } = await runOf([[of, [sent(of, 'd1', data), sent(of, 'd2', data)]]]);
		expect(operation.summary(run)).toBe(
			'2 addresses handed to Pushwoosh in 1 message; 1 of the addresses unknown there',
		);
	});

	it('hints at what Pushwoosh warned about', async () => {
		const of = unit();
		const { operation, run } = await runOf([[of, [sent(of, 'u1', message({ warning: 'Limit reached' }))]]]);
		expect(operation.hints?.(run)).toStrictEqual([
			{
				type: 'warning',
				message: 'Pushwoosh warned about 1 message: “Limit reached”',
				location: 'outputPane',
			},
		]);
	});

	it('says nothing where all is well', async () => {
		const of = unit();
		const { operation, run } = await runOf([[of, [sent(of, 'u1'), sent(of, 'u2')]]]);
		expect(operation.hints?.(run)).toStrictEqual([]);
	});
});
