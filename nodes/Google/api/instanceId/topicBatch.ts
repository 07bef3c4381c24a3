import { asRecord, type HttpAnswer } from '../../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../../shared/http/client';
import { retryWhenPassing } from '../../../shared/http/retry';
import { requestFailure, type Purpose } from '../errors/requestFailure';
import { atTopic, topicPath } from '../formats/topicName';

/** Most tokens in one request (the service's reference, section 9). */
export const MOST_TOPIC_TOKENS = 1000;

export interface TopicChange {
	iidUrl: string;
	change: 'subscribe' | 'unsubscribe';
	/** Bare name. */
	topic: string;
	/** 1 to 1000, each once. */
	tokens: string[];
	purpose: Purpose;
}

/** What became of one token: done, refused with a code, or unknown (no readable result for it). */
export type TokenResult = { done: true } | { done: false; code: string } | undefined;

/**
 * `POST /iid/v1:batchAdd` and `v1:batchRemove` (the service's reference, 5.2): one topic, up to 1000 tokens.
 * Answers with a result for each token in the order sent. Doing it twice does no harm.
 */
export function topicBatchRequest({
	iidUrl,
	change,
	topic,
	tokens,
	purpose,
}: TopicChange): RequestSpec<TokenResult[]> {
	return {
		method: 'POST',
		url: `${iidUrl}/iid/v1:${change === 'subscribe' ? 'batchAdd' : 'batchRemove'}`,
		body: { to: topicPath(topic), registration_tokens: tokens },
		judge: (answer) =>
			judgeTopicBatch(answer, tokens.length, { ...purpose, where: atTopic(change, topic) }),
		retry: retryWhenPassing,
	};
}

/**
 * Results have no token in them and count by position, so a list that is too long says nothing about any token; one
 * that is too short leaves the last tokens without a result.
 */
export function judgeTopicBatch(
	answer: HttpAnswer,
	sent: number,
	purpose: Purpose,
): Judgement<TokenResult[]> {
	const body = asRecord(answer.json);
	const results = body?.results;
	if (answer.status !== 200 || body?.error !== undefined || !Array.isArray(results)) {
		return { ok: false, failure: requestFailure(answer, purpose) };
	}
	if (results.length === 0 || results.length > sent) {
		const what = `holds ${results.length} results where ${sent} were expected`;
		return { ok: false, failure: requestFailure(answer, purpose, what) };
	}
	return { ok: true, value: Array.from({ length: sent }, (_, index) => readResult(results[index])) };
}

const DONE: TokenResult = { done: true };

/** Only `{}` is success; `{ error: "CODE" }` is a refusal; everything else tells nothing. */
function readResult(result: unknown): TokenResult {
	const entry = asRecord(result);
	if (entry === undefined) return undefined;
	const code = asRecord(entry.error)?.status ?? entry.error;
	if (typeof code === 'string' && code.trim() !== '') return { done: false, code: code.trim() };
	return Object.keys(entry).length === 0 ? DONE : undefined;
}
