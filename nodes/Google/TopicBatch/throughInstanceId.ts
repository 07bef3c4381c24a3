import type { PartAnswer } from '../../shared/engine/operation';
import { asRecord } from '../../shared/json';
import type { RequestSpec } from '../../shared/http/requestSpec';
import type { OperationEntry } from '../../shared/node/operationEntry';
import { isFilled, successBody } from '../api/errors/googleError';
import { atTopic, topicPath } from '../api/formats/topicName';
import { googleRequest } from '../api/request';
import type { InstanceIdSession } from '../api/session';
import { rejectedToken } from '../api/tokenCodes';
import { openChosen } from '../fields/authentication';
import { BatchQuota } from './changeQuota';
import { DONE, SUBSCRIBE, topicOperation, UNSUBSCRIBE } from './shared';

/** Most tokens in one request (the service's reference, section 9). */
const MOST_TOPIC_TOKENS = 1000;

/** Through Instance ID tokens of all items with the same topic share requests. */
export const subscribe = inBatches('subscribe', SUBSCRIBE);
export const unsubscribe = inBatches('unsubscribe', UNSUBSCRIBE);

function inBatches(change: TopicChange['change'], option: typeof SUBSCRIBE): OperationEntry {
	return topicOperation<InstanceIdSession & { quota: BatchQuota }>({
		option,
		limits: { concurrency: 5, batch: { most: MOST_TOPIC_TOKENS, what: 'registration tokens' } },
		opens: (setup) => {
			const open = openChosen(setup);
			return async (context) => {
				const session = await open(context);
				return { ...session, quota: new BatchQuota(session) };
			};
		},
		async send({ sample: { topic }, parts }, { http, session }) {
			const tokens = parts.map(({ id }) => id);
			const { quota } = session;
			const request = topicBatchRequest(session, { change, topic, tokens });
			const { value, answers } = await http.request({
				...request,
				pace: async (...turn) => await quota.turn(tokens.length, ...turn),
				judge: (answer, earlier) => {
					if (answer.status === 429) quota.noteHeldBack();
					return request.judge(answer, earlier);
				},
			});
			if (value.some((answer) => answer?.kind === 'retry' && answer.slowsDown)) quota.noteHeldBack();
			return value.map((answer) => answer ?? unreadable(answers));
		},
	});
}

interface TopicChange {
	change: 'subscribe' | 'unsubscribe';
	/** Bare name. */
	topic: string;
	/** 1 to 1000, each once. */
	tokens: string[];
}

/**
 * `POST /iid/v1:batchAdd` and `v1:batchRemove` (the service's reference, 5.2): one topic, up to 1000 tokens. Answers with a
 * result for each token in the order sent. Doing it twice does no harm.
 *
 * Results have no token in them and count by position, so a list that is too long says nothing about any token; one that
 * is too short leaves the last tokens without a result: undefined, as for one that isn't readable.
 */
export function topicBatchRequest(
	session: InstanceIdSession,
	{ change, topic, tokens }: TopicChange,
): RequestSpec<Array<PartAnswer | undefined>> {
	const sent = tokens.length;
	return googleRequest<Array<PartAnswer | undefined>>(session, {
		action: `${change} the devices`,
		where: atTopic(change, topic),
		method: 'POST',
		url: `${session.iidUrl}/iid/v1:${change === 'subscribe' ? 'batchAdd' : 'batchRemove'}`,
		body: { to: topicPath(topic), registration_tokens: tokens },
		read: (answer) => {
			const results = successBody(answer)?.results;
			if (!Array.isArray(results)) return undefined;
			if (results.length === 0 || results.length > sent) {
				return { flaw: `holds ${results.length} results where ${sent} were expected` };
			}
			return { value: tokens.map((_, index) => readResult(results[index])) };
		},
	});
}

/** Only `{}` is success; `{ error: "CODE" }` is a refusal; everything else tells nothing. */
function readResult(result: unknown): PartAnswer | undefined {
	const entry = asRecord(result);
	if (entry === undefined) return undefined;
	const code = asRecord(entry.error)?.status ?? entry.error;
	if (isFilled(code)) return rejectedToken(code.trim());
	return Object.keys(entry).length === 0 ? DONE : undefined;
}

function unreadable(attempts: number): PartAnswer {
	return {
		kind: 'failed',
		failure: {
			code: 'UNEXPECTED_ANSWER',
			message: "Google's answer holds no readable result for this token",
			advice: 'Run the workflow again for the tokens concerned: doing it twice does no harm.',
			httpStatus: 200,
			attempts,
		},
	};
}
