import type { INodeProperties } from 'n8n-workflow';
import { RequestFailure } from '../../../shared/failure';
import type { FieldReader } from '../../../shared/form/fieldReader';
import { waitForTask } from '../../../shared/http/waitForTask';
import type { PushwooshHands } from '../../api/listCall';
import { readPoll, waitOptions } from '../../fields/waitOptions';

/** Options of questions whose answers still change for a while. */
export const settlingOptions: INodeProperties[] = [
	{
		displayName: 'Wait Until Settled',
		name: 'waitUntilSettled',
		type: 'boolean',
		default: false,
		description:
			'Whether to ask again until two answers are equal, for figures of messages that were only just sent',
	},
	...waitOptions({
		poll: 'How long to wait before figures that may still change are asked for again',
		wait: 'How long to wait for two equal answers; after that the last one counts',
	}),
];

/**
 * Asks until two answers are equal, or the time is over: then the last one counts.
 * @param ask gets an answer @param options the collection as read for item 0
 * @throws ItemProblem for options that can't be used
 */
export async function settled<T>(
	ask: () => Promise<T>,
	options: FieldReader,
	{ signal }: Pick<PushwooshHands, 'signal'>,
): Promise<T> {
	if (!options.boolean('waitUntilSettled')) return await ask();
	let last: { answer: T; text: string } | undefined;
	const asking = waitForTask({
		ask: async () => {
			const answer = await ask();
			const text = JSON.stringify(answer);
			const isSettled = text === last?.text;
			last = { answer, text };
			return { answer, isSettled };
		},
		isDone: ({ isSettled }) => isSettled,
		poll: readPoll(options),
		isNew: false,
		signal,
		tookTooLong: () => NOT_SETTLED,
	});
	const { answer } = await asking.catch((error: unknown) => {
		if (last && error instanceof RequestFailure && error.failure === NOT_SETTLED) return last;
		throw error;
	});
	return answer;
}

const NOT_SETTLED = { code: 'WAIT_TIMEOUT', message: 'The figures still change' };
