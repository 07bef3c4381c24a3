import type { ItemReader } from '../../../shared/form/itemReader';
import type { IfExists, Wanted } from '../shared/creation';
import { readRawFields } from '../shared/fields';
import { campaignField } from '../../fields/codeField';

export const CAMPAIGN = { one: 'campaign', many: 'campaigns' };

/** The campaign that is meant. */
export const campaign = campaignField({ required: true });

/** Reads a campaign that is to be made. @throws ItemProblem */
export function readNewCampaign(item: ItemReader): Wanted {
	const code = item.locator('application').value;
	const name = item.requiredText('name');
	const about = item.text('description').trim();
	return {
		application: code,
		name,
		ifExists: item.choice('ifExists') as IfExists,
		request: {
			application: code,
			name,
			...(about === '' ? {} : { description: about }),
			...readRawFields(item),
		},
		facts: { description: about },
	};
}
