import type { HttpAnswer } from '../../shared/http/answer';
import type { EarlierTries, RequestSpec } from '../../shared/http/requestSpec';
import { retryWhenPassing, type RetryRule } from '../../shared/http/retry';
import { requestFailure, type Asked } from './errors/requestFailure';
import type { Asker } from './session';

/** What is particular about one request to Google. */
interface GoogleRequest<T>
	extends Asked,
		Pick<RequestSpec<T>, 'method' | 'url' | 'headers' | 'body' | 'text'> {
	/** By default after every passing problem, as doing it twice does no harm. */
	retry?: RetryRule;
	/** What the answer proves. Nothing: the request failed, and the answer tells why. */
	read(answer: HttpAnswer, earlier: EarlierTries): Proof<T> | undefined;
}

/** What an answer proves; or what is wrong with one that looks fine, as in "the answer holds 3 results for 2 tokens". */
export type Proof<T> = { value: T } | { flaw: string };

/** Any request to Google: how its answer is judged, and a failure explained. */
export function googleRequest<T>(
	{ service, authentication }: Asker,
	{ action, where, read, retry = retryWhenPassing, ...request }: GoogleRequest<T>,
): RequestSpec<T> {
	return {
		...request,
		retry,
		judge: (answer, earlier) => {
			const proof = read(answer, earlier);
			if (proof && 'value' in proof) return { ok: true, value: proof.value };
			const purpose = { service, authentication, action, where };
			return { ok: false, failure: requestFailure(answer, purpose, proof?.flaw) };
		},
	};
}
