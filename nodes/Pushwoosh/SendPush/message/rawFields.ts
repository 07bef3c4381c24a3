import { ItemProblem } from '../../../shared/failure';
import type { Notification } from './notification';

/**
 * Names that free JSON may not bring into a notification, without underscores and in lower case: who gets the push,
 * the transaction ID and the API token are set by the node, and the rest belongs to the request around it.
 */
const RESERVED = new Set([
	'users',
	'devices',
	'filter',
	'filtercode',
	'filtername',
	'filterexpression',
	'devicesfilter',
	'conditions',
	'conditionsoperator',
	'geozone',
	'transactionid',
	'auth',
	'application',
	'applicationcode',
	'applicationsgroup',
	'notifications',
	'request',
	'proto',
	'prototype',
	'constructor',
]);

/**
 * Checks the user's own JSON before it is merged into a notification: it may change what is sent, never to whom.
 * @throws ItemProblem naming the field
 */
export function checkRawFields(fields: Notification): void {
	for (const name of Object.keys(fields)) {
		// However it is spelled: nobody knows which spellings the service forgives.
		if (!RESERVED.has(name.toLowerCase().replace(/[^a-z0-9]/g, ''))) continue;
		throw new ItemProblem(
			`'Raw Fields (JSON)' holds “${name}”, which can't be set there`,
			"Choose who gets the push with 'Audience', and use 'Deduplication Key' for a transaction of your own.",
		);
	}
	const { platforms } = fields;
	if (!Object.hasOwn(fields, 'platforms') || isListOfCodes(platforms)) return;
	throw new ItemProblem(
		"'Raw Fields (JSON)' holds “platforms” that aren't a list of platform codes",
		'Write it like { "platforms": [1, 3] }; without it the push goes to all platforms.',
	);
}

function isListOfCodes(value: unknown): boolean {
	return Array.isArray(value) && value.length > 0 && value.every((code) => Number.isInteger(code));
}
