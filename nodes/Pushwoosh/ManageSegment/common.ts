import type { NodeExecutionHint } from 'n8n-workflow';
import type { AnsweredPart, RunSummary, UnitReport } from '../../shared/engine/operation';
import type { Failure } from '../../shared/failure';

/** Requests in flight unless the user says otherwise. */
export const CONCURRENCY = 5;

export const SEGMENT = { one: 'segment', many: 'segments' };

/** Far more than an application has segments: everything that needs its list shares one request. */
export const WHOLE_GROUP = 1_000_000;

const UNANSWERED: Failure = {
	code: 'NOT_SENT',
	message: 'The request for this item was never sent',
	advice: 'Run the workflow again for the items that failed.',
};

/**
 * What became of a unit with one part.
 * @returns the data of the answer, or the report of a unit that failed
 */
export function dataOf<T>([part]: Array<AnsweredPart<unknown>>):
	| { data: T }
	| Extract<UnitReport, { kind: 'failed' }> {
	const answer = part.answer;
	if (answer?.kind === 'accepted') return { data: answer.data as T };
	return { kind: 'failed', failure: answer?.kind === 'failed' ? answer.failure : UNANSWERED };
}

/** @returns one hint for each different warning of Pushwoosh (in the answers' `data.warning`) */
export function warnings<U>({ units }: RunSummary<U>): NodeExecutionHint[] {
	const texts = new Set<string>();
	for (const { parts } of units) {
		for (const { answer } of parts) {
			const warning =
				answer && 'data' in answer ? (answer.data as { warning?: unknown } | undefined)?.warning : undefined;
			if (typeof warning === 'string') texts.add(warning);
		}
	}
	return [...texts].map((text) => ({
		message: `Pushwoosh says: “${text}”`,
		location: 'outputPane',
		type: 'warning',
	}));
}
