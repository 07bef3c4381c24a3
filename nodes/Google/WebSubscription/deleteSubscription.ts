import type { RequestSpec } from '../../shared/http/requestSpec';
import { retryOnBreakdown } from '../../shared/http/retry';
import { isEmptyAnswer } from '../api/errors/googleError';
import { instanceIdVerdict } from '../api/errors/verdict';
import { googleRequest } from '../api/request';
import type { InstanceIdSession } from '../api/session';
import { readToken, tokenField, webOperation } from './shared';

/** Lets Google forget the push subscription behind a registration token. */
export const deleteSubscription = webOperation({
	option: {
		name: 'Delete',
		value: 'delete',
		description: 'Let Google forget the push subscription behind a registration token',
		action: 'Delete web push subscription',
	},
	fields: [tokenField],
	done: 'deleted',
	read: (item) => ({ token: readToken(item) }),
	identify: ({ token }) => ({ registrationToken: token }),
	identifiedBy: { registrationToken: 'registrationId' },
	request: deleteRequest,
	outputKeys: ['deleted', 'registrationToken'],
	output: ({ token }) => ({ deleted: true, registrationToken: token }),
});

/**
 * `DELETE /v1/web/iid/{token}` (the service's reference, 7.3). Unknown at a retry, it was deleted by a try before that may
 * have been acted on.
 */
export function deleteRequest(session: InstanceIdSession, { token }: { token: string }): RequestSpec<true> {
	return googleRequest<true>(session, {
		action: 'delete the push subscription',
		method: 'DELETE',
		url: `${session.iidUrl}/v1/web/iid/${token}`,
		retry: retryOnBreakdown,
		read: (answer, { mayHaveBeenActedOn }) => {
			const isGone = mayHaveBeenActedOn && instanceIdVerdict(answer)?.code === 'NOT_FOUND';
			return isGone || isEmptyAnswer(answer) ? { value: true } : undefined;
		},
	});
}
