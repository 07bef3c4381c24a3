import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { Operation, PartAnswer, RunSummary, Sends } from '../../shared/engine/operation';
import type { ItemReader } from '../../shared/form/itemReader';
import type { Session } from '../../shared/http/session';
import { defineOperation, type OperationEntry, type OperationSetup } from '../../shared/node/operationEntry';
import type { OperationForm } from '../../shared/node/table';
import { checkRegistrationToken } from '../api/formats/registrationToken';
import { toTopicName, type TopicRules } from '../api/formats/topicName';
import type { TokenVerdict } from '../api/errors/verdict';
import type { Proof } from '../api/request';
import { sumUp } from '../api/summary';
import { forInstallationId, rejectedByVerdict } from '../api/tokenCodes';

/** One device token and the topic it is to be subscribed to or unsubscribed from. */
export interface TopicUnit {
	token: string;
	/** Bare name. */
	topic: string;
}

/** What differs between operations on topics: how they open the credential and send, and what topics are allowed. */
interface TopicOperation<S extends Session> extends Pick<OperationForm, 'option' | 'limits'> {
	rules?: TopicRules;
	opens(setup: OperationSetup): Operation<TopicUnit, undefined, S>['open'];
	send: Sends<TopicUnit, undefined, S>['send'];
}

/** In the words of both services. */
export const SUBSCRIBE = {
	name: 'Subscribe',
	value: 'subscribe',
	description: 'Let devices receive what is sent to a topic',
	action: 'Subscribe devices to topic',
};
export const UNSUBSCRIBE = {
	name: 'Unsubscribe',
	value: 'unsubscribe',
	description: 'Let devices no longer receive what is sent to a topic',
	action: 'Unsubscribe devices from topic',
};

/** Requests in flight where each serves one token. */
export const ONE_BY_ONE = { concurrency: 50, keepsConnections: true };

const UNIT = { one: 'device', many: 'devices' };

/** An operation on topics, whichever service does the work. */
export function topicOperation<S extends Session>({
	rules = {},
	opens,
	send,
	...form
}: TopicOperation<S>): OperationEntry {
	const operation = form.option.value;
	return defineOperation<TopicUnit, undefined, S>({
		...form,
		fields,
		start: (setup) => ({
			unit: UNIT,
			open: opens(setup),
			read: (item) => readTopicUnits(item, rules),
			identifiedBy: { registrationToken: 'registrationIds', topic: (item) => readTopic(item, rules) },
			identify: ({ token, topic }) => ({ registrationToken: token, topic }),
			parts: ({ token, topic }) => [{ group: topic, id: token }],
			send,
			outputKeys: () => OUTPUT_KEYS,
			report({ token, topic }, [{ answer, attempts }]) {
				const json = (success: boolean, error: IDataObject = {}): IDataObject => ({
					registrationToken: token,
					topic,
					operation,
					success,
					...error,
					attempts,
				});
				if (answer.kind === 'succeeded') return { kind: 'succeeded', json: json(true) };
				const rejection = forInstallationId(answer, token);
				const { code: errorCode, message: errorMessage } = rejection;
				return { ...rejection, json: json(false, { errorCode, errorMessage }), extra: { attempts } };
			},
			summary: (run) => sumUp(run, UNIT, { done: doneText(run, operation) }),
		}),
	});
}

/** The keys of a result. */
const OUTPUT_KEYS = [
	'registrationToken',
	'topic',
	'operation',
	'success',
	'errorCode',
	'errorMessage',
	'attempts',
];

const fields: INodeProperties[] = [
	{
		displayName: 'Topic',
		name: 'topic',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. storm-alerts',
		description:
			'Name of the topic, with or without /topics/ in front. A new one comes into being with its first subscription.',
	},
	{
		displayName: 'Registration Tokens',
		name: 'registrationIds',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. {{ $json.registrationToken }}',
		description:
			'One token (with FCM also an installation ID, FID), or several separated by commas, spaces or new lines; of a table drag the field in',
		hint: 'The output has one item per token',
	},
];

function readTopic(item: ItemReader, rules: TopicRules): string {
	return toTopicName(item.requiredText('topic'), item.field('topic'), rules);
}

function readTopicUnits(item: ItemReader, rules: TopicRules): TopicUnit[] {
	const topic = readTopic(item, rules);
	const field = item.field('registrationIds');
	return item
		.list('registrationIds', 'whitespace')
		.map((token) => ({ token: checkRegistrationToken(token, field), topic }));
}

function doneText({ units }: RunSummary<TopicUnit>, operation: string): string {
	const topics = new Set(units.map(({ unit }) => unit.topic));
	const where = topics.size === 1 ? [...topics][0] : `${topics.size} topics`;
	return operation === 'unsubscribe' ? `unsubscribed from ${where}` : `subscribed to ${where}`;
}

export const DONE: PartAnswer = { kind: 'succeeded', data: undefined };

/** @returns what an answer proves of the one token of a request: it was done, or Google gave its verdict on it */
export function proofOf(isDone: boolean, verdict: TokenVerdict | undefined): Proof<PartAnswer> | undefined {
	if (isDone) return { value: DONE };
	return verdict && { value: rejectedByVerdict(verdict) };
}
