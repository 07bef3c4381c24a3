import type { IDataObject } from 'n8n-workflow';
import { asRecord } from '../../shared/json';
import { lookupRequest, type AppInstance } from '../api/lookup';
import type { InstanceIdSession } from '../api/session';
import { openChosen } from '../fields/authentication';
import { lookupOperation } from './shared';

/** What stays in the output of 'Simplify', beside the topics. */
const KEPT = ['application', 'authorizedEntity', 'platform', 'applicationVersion', 'appSigner'] as const;

/** Asks Instance ID about each token. */
export const throughInstanceId = lookupOperation<AppInstance, InstanceIdSession>({
	opens: openChosen,
	ask: async ({ token, details }, { http, session }) =>
		await http.request(lookupRequest(session, token, details)),
	output({ simplify, details }, instance) {
		if (!simplify) return instance;
		const json: IDataObject = {};
		for (const name of KEPT) if (instance[name] !== undefined) json[name] = instance[name];
		if (details) json.topics = topicsOf(instance);
		return json;
	},
});

/**
 * The topics in an app instance's `rel`.
 * @returns bare names and the calendar date of each subscription, as sent
 */
export function topicsOf(instance: AppInstance): Array<{ name: string; addDate?: string }> {
	const topics = asRecord(asRecord(instance.rel)?.topics) ?? {};
	return Object.entries(topics).map(([name, about]) => {
		const addDate = asRecord(about)?.addDate;
		return { name, ...(typeof addDate === 'string' ? { addDate } : {}) };
	});
}
