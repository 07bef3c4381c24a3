import type { Failure } from '../../shared/failure';
import type { AnsweredPart } from '../../shared/engine/operation';

/** @returns why a part that is neither accepted nor refused wasn't done */
export function failureOf<U>({ answer }: AnsweredPart<U>): Failure {
	if (answer?.kind === 'failed') return answer.failure;
	return {
		code: 'NOT_SENT',
		message: 'The request was not sent',
		advice: 'Run the workflow again for the items that failed.',
	};
}
