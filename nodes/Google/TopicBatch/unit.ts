import type { IDataObject } from 'n8n-workflow';
import type { AnsweredPart, Operation, RunSummary, UnitReport } from '../../shared/engine/operation';
import type { ItemReader } from '../../shared/form/itemReader';
import { checkRegistrationToken } from '../api/formats/registrationToken';
import { toTopicName, type TopicRules } from '../api/formats/topicName';
import { sumUp } from '../api/summary';
import type { RefusalData } from '../api/tokenCodes';
import { failureOf } from '../api/unanswered';

/** One device token and the topic it is to be subscribed to or unsubscribed from. */
export interface TopicUnit {
	token: string;
	/** Bare name. */
	topic: string;
}

export type TopicOperation = 'subscribe' | 'unsubscribe' | 'subscribeOne';

/** The keys of a result. */
const TOPIC_KEYS = ['registrationToken', 'topic', 'operation', 'success', 'errorCode', 'errorMessage', 'attempts'];

const UNIT = { one: 'device', many: 'devices' };

/**
 * What all operations on topics have in common, whichever service does the work.
 * @param rules what topics are allowed
 */
export function topicBasics(
	operation: TopicOperation,
	rules: TopicRules = {},
): Pick<Operation<TopicUnit>, 'unit' | 'read' | 'identify' | 'identifiedBy' | 'names' | 'parts' | 'outputKeys' | 'report' | 'summary'> {
	return {
		unit: UNIT,
		read: (item) => readTopicUnits(item, rules),
		identifiedBy: { registrationToken: 'registrationIds', topic: (item) => readTopic(item, rules) },
		identify: ({ token, topic }) => ({ registrationToken: token, topic }),
		names: ({ token }) => [token],
		parts: ({ token, topic }) => [{ group: topic, id: token }],
		outputKeys: () => TOPIC_KEYS,
		report: (unit, [part]) => reportToken(unit, part, operation),
		summary: (run) => sumUp(run, UNIT, { done: doneText(run, operation) }),
	};
}

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

function reportToken(unit: TopicUnit, part: AnsweredPart<TopicUnit>, operation: TopicOperation): UnitReport {
	const { answer, attempts } = part;
	const json = (success: boolean, error: IDataObject = {}): IDataObject => ({
		registrationToken: unit.token,
		topic: unit.topic,
		operation,
		success,
		...error,
		attempts,
	});
	if (answer?.kind === 'accepted') return { kind: 'done', json: json(true) };
	if (answer?.kind === 'refused') {
		const { code, message, advice } = answer;
		const { httpStatus } = (answer.data ?? {}) as RefusalData;
		return {
			kind: 'rejected',
			code,
			message,
			advice,
			httpStatus,
			json: json(false, { errorCode: code, errorMessage: message }),
			extra: { attempts },
		};
	}
	return { kind: 'failed', failure: failureOf(part) };
}

function doneText({ units }: RunSummary<TopicUnit>, operation: TopicOperation): string {
	const topics = new Set(units.map(({ unit }) => unit.topic));
	const where = topics.size === 1 ? [...topics][0] : `${topics.size} topics`;
	return operation === 'unsubscribe' ? `unsubscribed from ${where}` : `subscribed to ${where}`;
}
