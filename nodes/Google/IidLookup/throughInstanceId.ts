import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { oneBatch } from '../../shared/engine/oneBatch';
import type { Operation } from '../../shared/engine/operation';
import type { Purpose } from '../api/errors/requestFailure';
import { INSTANCE_ID } from '../api/errors/services';
import { lookupRequest, topicsOf, type AppInstance } from '../api/instanceId/lookup';
import { openInstanceId, type Authentication, type InstanceIdSession } from '../api/session';
import { lookupBasics, unknownToken, type LookupUnit } from './unit';

/** What stays in the output of 'Simplify', beside the topics. */
const KEPT = ['application', 'authorizedEntity', 'platform', 'applicationVersion', 'appSigner'] as const;

/** Asks Instance ID about each token. */
export function throughInstanceId(
	context: IExecuteFunctions,
	authentication: Authentication,
): Operation<LookupUnit> {
	const purpose: Purpose = { service: INSTANCE_ID, authentication, action: 'look the token up' };
	let session: InstanceIdSession;
	return {
		...lookupBasics(toJson),
		open: async () => (session = await openInstanceId(context, authentication)),
		send: oneBatch(async (batch, http) => {
			const { iidUrl } = session;
			const { token, details } = batch.sample;
			const { value, answers } = await http.request(lookupRequest({ iidUrl, token, details, purpose }));
			return [
				value.found ? { kind: 'accepted', data: value.about } : unknownToken(batch, value.verdict, answers),
			];
		}),
	};
}

function toJson({ simplify, details }: LookupUnit, instance: AppInstance): IDataObject {
	if (!simplify) return instance as IDataObject;
	const json: IDataObject = {};
	for (const name of KEPT)
		if (instance[name] !== undefined) json[name] = instance[name] as IDataObject[string];
	if (details) json.topics = topicsOf(instance);
	return json;
}
