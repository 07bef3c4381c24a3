import type { IExecuteFunctions } from 'n8n-workflow';
import { withExtra } from '../../shared/failure';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { Purpose } from '../api/errors/requestFailure';
import { APNS_IMPORT } from '../api/errors/services';
import { apnsImportRequest, MOST_APNS_TOKENS } from '../api/instanceId/apnsImport';
import { openInstanceId, type Authentication, type InstanceIdSession } from '../api/session';
import { judgeResult, SANDBOX_STAGE } from './outcome';
import { TOGETHER } from './properties';
import { apnsBasics } from './basics';
import type { ApnsUnit } from './unit';

/** Imports APNs tokens: those of all items with the same app and environment share requests. */
export function importTokens(
	context: IExecuteFunctions,
	authentication: Authentication,
): Operation<ApnsUnit> {
	const purpose: Purpose = { service: APNS_IMPORT, authentication, action: 'import the APNs tokens' };
	let session: InstanceIdSession;
	return {
		...apnsBasics,
		limits: { concurrency: TOGETHER, batchSize: MOST_APNS_TOKENS },
		open: async () => (session = await openInstanceId(context, authentication)),
		send: oneBatch(async ({ sample, parts, stage }, http) => {
			const sandbox = sample.environment === 'sandbox' || stage === SANDBOX_STAGE;
			const apnsTokens = parts.map(({ id }) => id);
			const call = { iidUrl: session.iidUrl, bundleId: sample.bundleId, sandbox, apnsTokens, purpose };
			const { value, answers } = await http.request(apnsImportRequest(call)).catch((error: unknown) => {
				// With the environment 'auto' only the failure itself can tell in which one it happened.
				throw withExtra(error, { sandbox });
			});
			return value.map((result, index) => judgeResult(parts[index], stage, result, answers));
		}),
	};
}
