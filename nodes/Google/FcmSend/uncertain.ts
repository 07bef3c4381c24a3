import { RequestFailure, type Failure } from '../../shared/failure';

const NOT_SENT = /^Google didn't send the message \((.*)\)$/s;

/**
 * Says of a send that failed without proof that it didn't arrive what that means for the user.
 * @param thrown by the request
 * @param retriesUncertain whether such sends are sent again in this run
 * @returns what to throw in its place
 */
export function explainUncertain(thrown: unknown, retriesUncertain: boolean): unknown {
	if (!(thrown instanceof RequestFailure) || thrown.failure.uncertain !== true) return thrown;
	const { failure, mayHaveBeenActedOn } = thrown;
	return new RequestFailure({ ...failure, ...textsOf(failure, retriesUncertain) }, mayHaveBeenActedOn);
}

function textsOf(
	{ message, advice, code, retryAfter }: Failure,
	retriesUncertain: boolean,
): Pick<Failure, 'message' | 'advice'> {
	const keepsAdvice = code === 'UNEXPECTED_ANSWER' || retryAfter !== undefined;
	return {
		message: `The message may have arrived: ${message.replace(NOT_SENT, 'Google answered $1').replace(/^Nothing/, 'nothing')}`,
		advice: [
			'Send it again only where a second one does no harm.',
			...(retriesUncertain
				? []
				: [
						"'Repeat Uncertain Sends' in the options does so; with 'Replace Earlier Ones' the second takes the place of the first on the device.",
					]),
			...(keepsAdvice && advice ? [advice] : []),
		].join(' '),
	};
}
