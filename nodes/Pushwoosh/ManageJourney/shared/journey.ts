import type { INodeProperties } from 'n8n-workflow';
import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { searchOf } from '../../api/listSearch';
import { listJourneys } from '../../api/journeys';

export const JOURNEY = { one: 'journey', many: 'journeys' };

/** A journey's ID, wherever it stands in a text: the address of its page holds it. */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

export const journeyField: INodeProperties = {
	displayName: 'Journey',
	name: 'journeyId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The Customer Journey',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a journey…',
			typeOptions: { searchListMethod: 'searchJourneys', searchable: true },
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.pushwoosh.com/journeys/…',
			hint: "The address of the journey's page in the Pushwoosh Control Panel",
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 11111111-1111-4111-8111-111111111111',
		},
	],
};

/** For `methods.listSearch`: the journeys of the account. */
export const searchJourneys = searchOf(listJourneys, ({ id, title, status }) => ({
	name: status === undefined ? title : `${title} (${status})`,
	value: id,
}));

/** @returns the journey's ID in lower case @throws ItemProblem */
export function readJourney(item: ItemReader): string {
	return journeyId(item.locator('journeyId').value, item.field('journeyId').label);
}

/** @throws ItemProblem where there is no ID in the text, or more than one */
export function journeyId(text: string, label: string): string {
	const found = [...new Set((text.match(UUID) ?? []).map((id) => id.toLowerCase()))];
	if (found.length === 1) return found[0];
	throw new ItemProblem(
		`'${label}' holds ${found.length === 0 ? 'no journey ID' : 'several journey IDs'}: “${text.slice(0, 60)}”`,
		"A journey's ID looks like 11111111-1111-4111-8111-111111111111 and stands in the address of its page in the Control Panel.",
	);
}
