import { RequestFailure } from '../../shared/failure';

const NOT_SENT = /^Google didn't send the message \((.*)\)$/s;
const HOW_TO_REPEAT =
	"'Repeat Uncertain Sends' in the options does so; with 'Replace Earlier Ones' the second takes the place of the first on the device.";

/**
 * Says of a send that failed without proof that it didn't arrive what that means for the user.
 * @param thrown by the request
 * @param retriesUncertain whether such sends are sent again in this run
 * @returns what to throw in its place
 */
export function explainUncertain(thrown: unknown, retriesUncertain: boolean): unknown {
	if (!(thrown instanceof RequestFailure) || thrown.failure.uncertain !== true) return thrown;
	const { failure, mayHaveBeenActedOn } = thrown;
	const { message, advice, code, retryAfter } = failure;
	const what = message.replace(NOT_SENT, 'Google answered $1').replace(/^Nothing/, 'nothing');
	const keepsAdvice = code === 'UNEXPECTED_ANSWER' || retryAfter !== undefined;
	const sentences = [
		'Send it again only where a second one does no harm.',
		retriesUncertain ? undefined : HOW_TO_REPEAT,
		keepsAdvice ? advice : undefined,
	];
	return new RequestFailure(
		{
			...failure,
			message: `The message may have arrived: ${what}`,
			advice: sentences.filter(Boolean).join(' '),
		},
		mayHaveBeenActedOn,
	);
}
