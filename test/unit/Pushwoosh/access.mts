import type { Asking } from '../../../nodes/Pushwoosh/api/request.ts';
import type { PushwooshAccess } from '../../../nodes/Pushwoosh/api/session.ts';
import type { RequestSender } from '../../../nodes/shared/engine/operation.ts';
import type { RequestSpec } from '../../../nodes/shared/http/requestSpec.ts';

/** Pushwoosh's own addresses, without a Device token. */
export const ACCESS: PushwooshAccess = {
	baseUrl: 'https://api.pushwoosh.com',
	journeyUrl: 'https://journey.pushwoosh.com',
	hasDeviceToken: false,
};

/** What calls are made with where `answer` gives what is read from an answer, or throws. */
export function handsOf(answer: (request: RequestSpec<unknown>) => unknown): Asking {
	const request = async (spec: RequestSpec<unknown>) =>
		await Promise.resolve({ value: answer(spec), answers: 1 });
	return { http: { request } as RequestSender, session: ACCESS };
}
