import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Hands, Operation, Rejection, RunSummary } from '../../shared/engine/operation';
import type { Failure } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import type { Session } from '../../shared/http/session';
import { defineOperation, type OperationEntry, type OperationSetup } from '../../shared/node/operationEntry';
import { checkRegistrationToken } from '../api/formats/registrationToken';
import type { LookupAnswer } from '../api/lookup';
import { sumUp } from '../api/summary';
import { countedAs, forInstallationId, rejectedByVerdict } from '../api/tokenCodes';

/** One token to look up, and how its item wants the result. */
interface LookupUnit {
	token: string;
	/** With topic subscriptions. */
	details: boolean;
	simplify: boolean;
	/** An unknown token is a failure rather than a result. */
	failUnknown: boolean;
}

/** How one of Google's services is asked; `About` is what it knows of a token. */
export interface Lookup<About, S extends Session> {
	/** How the credential is opened. */
	opens(setup: OperationSetup): Operation<LookupUnit, About, S>['open'];
	/** @returns with how often the service answered before it was known whether the token is */
	ask(unit: LookupUnit, hands: Hands<S>): Promise<{ value: LookupAnswer<About>; answers: number }>;
	/** What a token that was found is no proof of. */
	foundIsNot?: string;
	/** What the service knows, as output. */
	output(unit: LookupUnit, about: About): IDataObject;
}

const UNIT = { one: 'token', many: 'tokens' };

/** The keys of a simplified result. */
const LOOKUP_KEYS = [
	'registrationToken',
	'found',
	'application',
	'authorizedEntity',
	'platform',
	'applicationVersion',
	'appSigner',
	'topics',
	'errorCode',
	'errorMessage',
];

/** What the services are known to send beside those (their reference, sections 4 and 13): with 'Simplify' off. */
const RAW_KEYS = [
	'attestStatus',
	'connectDate',
	'connectionType',
	'rel',
	'scope',
	'subtype',
	'topic_subscriptions',
];

/** Looks tokens up, whichever service does the work. */
export function lookupOperation<About, S extends Session>({
	opens,
	ask,
	foundIsNot,
	output,
}: Lookup<About, S>): OperationEntry {
	return defineOperation<LookupUnit, About, S>({
		option: {
			name: 'Look Up',
			value: 'lookup',
			description: 'Find out whether a registration token is alive, and what is known about it',
			action: 'Look up registration token',
		},
		fields,
		limits: { concurrency: 50, keepsConnections: true },
		start: (setup) => ({
			unit: UNIT,
			open: opens(setup),
			read: (item) => [readLookup(item)],
			identify: ({ token }) => ({ registrationToken: token }),
			identifiedBy: { registrationToken: 'registrationId' },
			parts: ({ token, details }) => [{ group: details ? 'with topics' : 'without topics', id: token }],
			async send(batch, hands) {
				const { value, answers } = await ask(batch.sample, hands);
				if (value.found) return [{ kind: 'succeeded', data: value.about }];
				const rejection = forInstallationId(rejectedByVerdict(value.verdict), batch.sample.token);
				// Where any of the items that share the look-up wants a failure, On Error = Stop has to stop.
				const isFailure = batch.units().some(({ failUnknown }) => failUnknown);
				return [{ ...rejection, ...(isFailure ? { failure: toFailure(rejection, answers) } : {}) }];
			},
			outputKeys: (units) =>
				units.some(({ simplify }) => !simplify) ? [...LOOKUP_KEYS, ...RAW_KEYS] : LOOKUP_KEYS,
			report(unit, [{ answer, attempts }]) {
				const json = (found: boolean, more: IDataObject) => ({
					registrationToken: unit.token,
					found,
					...more,
				});
				if (answer.kind === 'succeeded')
					return { kind: 'succeeded', json: json(true, output(unit, answer.data)) };
				const { code: errorCode, message: errorMessage } = answer;
				return unit.failUnknown
					? { kind: 'failed', failure: toFailure(answer, attempts) }
					: { kind: 'succeeded', json: json(false, { errorCode, errorMessage }) };
			},
			summary: sumUpLookups,
			hints: ({ units }) => {
				const isAnyFound = units.some(({ parts: [{ answer }] }) => answer?.kind === 'succeeded');
				return foundIsNot !== undefined && isAnyFound
					? [{ message: foundIsNot, type: 'info', location: 'outputPane' }]
					: [];
			},
		}),
	});
}

const fields: INodeProperties[] = [
	{
		displayName: 'Registration Token',
		name: 'registrationId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. dR7kQ2mZ0xY:APA91b…',
		description:
			'The token that the app got from the Firebase SDK, with FCM also its installation ID (FID); of a table drag the field in',
	},
	{
		displayName: 'Include Topic Subscriptions',
		name: 'details',
		type: 'boolean',
		default: true,
		description: 'Whether to also tell which topics the token is subscribed to',
	},
	{
		displayName: 'If Token Is Unknown',
		name: 'onUnknown',
		type: 'options',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: "Treat it as a failure, to be handled by the node's 'On Error' setting",
			},
			{
				name: 'Report',
				value: 'report',
				description: 'Output an item with found: false, the reason and a code',
			},
		],
		default: 'report',
		description: 'What to do with a token that Google no longer knows or that is malformed',
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
];

function readLookup(item: ItemReader): LookupUnit {
	return {
		token: checkRegistrationToken(item.requiredText('registrationId'), item.field('registrationId')),
		details: item.boolean('details'),
		simplify: item.boolean('simplify'),
		failUnknown: item.choice('onUnknown') === 'fail',
	};
}

function toFailure({ code, message, advice, httpStatus }: Rejection<unknown>, attempts: number): Failure {
	return { code, message, advice, httpStatus, attempts };
}

/** "9,950 of 10,000 tokens found; 48 no longer registered, 2 of another project or malformed" */
function sumUpLookups(run: RunSummary<LookupUnit>): string {
	const others = new Map<string, number>();
	let reported = 0;
	for (const { unit, parts } of run.units) {
		const [{ answer }] = parts;
		if (unit.failUnknown || answer?.kind !== 'rejected') continue;
		const reason = countedAs(answer.code);
		others.set(reason, (others.get(reason) ?? 0) + 1);
		reported++;
	}
	return sumUp(run, UNIT, { done: 'found', doneCount: run.succeeded - reported, others });
}
