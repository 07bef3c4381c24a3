import type { IDataObject } from 'n8n-workflow';
import type { HttpAnswer } from '../../shared/http/answer';
import { asRecord } from '../../shared/json';
import { plainCall } from '../api/plainCall';
import { application, identifierFields, readIdentifier, ROW } from './shared/identifier';

/** Reads the tags of users or devices, one request each. */
export const getTags = plainCall({
	option: {
		name: 'Get Tags',
		value: 'getTags',
		action: 'Get tags of users or devices',
		description: 'Read the tags of a user or device; needs the Device token',
	},
	fields: [application, ...identifierFields({ pushToken: false })],
	unit: ROW,
	done: 'looked up',
	read: (item) => ({
		application: item.locator('application').value,
		...readIdentifier(item),
	}),
	identifiers: { identifier: 'identifier' },
	family: 'device',
	method: 'getTags',
	asks: 'give the tags',
	request: ({ application, key, identifier }) => ({
		application,
		[key === 'user_id' ? 'userId' : 'hwid']: identifier,
	}),
	value: ({ result }): IDataObject | null | undefined =>
		Array.isArray(result) && result.length === 0 ? {} : asRecord(result),
	// How an unknown one is answered isn't documented: code 404 or words in the usual body, or HTTP 404.
	takeRefusal: (http, isMissing) => (isMissing || isNotFound(http) ? null : undefined),
	output: (tags, { identifier }) => (tags ? { identifier, found: true, tags } : { identifier, found: false }),
	outputKeys: ['identifier', 'found', 'tags'],
});

/** HTTP 404 without the words for something else that isn't there, and no page of somebody else. */
function isNotFound({ status, text }: HttpAnswer): boolean {
	return status === 404 && !/application|account|token|page|route|method|<\w/i.test(text);
}
