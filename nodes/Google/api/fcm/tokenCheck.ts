import { asRecord, type HttpAnswer } from '../../../shared/http/answer';
import type { Judgement, RequestSpec } from '../../../shared/http/client';
import { retryWhenPassing } from '../../../shared/http/retry';
import { requestFailure, type Purpose } from '../errors/requestFailure';
import { fcmVerdict } from '../errors/verdict';
import { unknownBy, type LookupAnswer } from '../instanceId/lookup';
import { projectUrl, type FcmAddress } from './address';

export interface TokenCheck extends FcmAddress {
	token: string;
	purpose: Purpose;
}

/**
 * `POST …/messages:send` with `validate_only` (the service's reference, section 13): Google checks the token and sends
 * nothing to the device.
 */
export function tokenCheckRequest({
	token,
	purpose,
	...address
}: TokenCheck): RequestSpec<LookupAnswer<Record<string, unknown>>> {
	return {
		method: 'POST',
		url: `${projectUrl(address)}/messages:send`,
		body: { validate_only: true, message: { token } },
		judge: (answer) => judgeTokenCheck(answer, purpose),
		retry: retryWhenPassing,
	};
}

/** Success is 200 with the name that a message would have had. */
export function judgeTokenCheck(
	answer: HttpAnswer,
	purpose: Purpose,
): Judgement<LookupAnswer<Record<string, unknown>>> {
	const unknown = unknownBy(fcmVerdict(answer, 'POST'));
	if (unknown) return { ok: true, value: unknown };
	const body = asRecord(answer.json);
	return answer.status === 200 && body !== undefined && isName(body.name) && body.error === undefined
		? { ok: true, value: { found: true, about: body } }
		: { ok: false, failure: requestFailure(answer, purpose) };
}

function isName(value: unknown): boolean {
	return typeof value === 'string' && value !== '';
}
