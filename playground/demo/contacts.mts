import { readFileSync } from 'node:fs';

import { parse } from 'csv-parse/sync';

/** A row of `examples/contacts.csv`; every field is a text, empty where the table has none. */
export interface Contact {
	contactId: string;
	name: string;
	city: string;
	language: string;
	platform: 'android' | 'ios' | 'web';
	userId: string;
	registrationToken: string;
	apnsToken: string;
	webSubscription: string;
	[column: string]: string;
}

export function readContacts(): Contact[] {
	const file = readFileSync(new URL('../../examples/contacts.csv', import.meta.url), 'utf8');
	return parse(file, { columns: true }) as Contact[];
}

/** Which rows an example works on: what a query or a filter would bring in a workflow of one's own. */
export function rowsFor(example: string, contacts: Contact[]): Array<Record<string, string>> {
	const of = (platform: Contact['platform']) => contacts.filter((contact) => contact.platform === platform);
	switch (example) {
		case 'apns-tokens-to-first-push':
			return of('ios');
		case 'topics-by-city':
		case 'token-check':
			return of('android');
		case 'web-push-import':
			return of('web');
		case 'segments-by-language':
			return [...new Set(contacts.map(({ language }) => language))].map((language) => ({ language }));
		default:
			return contacts;
	}
}
