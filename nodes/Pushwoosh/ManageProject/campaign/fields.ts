import type { ItemReader } from '../../../shared/form/itemReader';
import type { Requested } from '../shared/creation';
import { readRawFields } from '../shared/fields';
import { campaignField } from '../../fields/codeField';

export const CAMPAIGN = { one: 'campaign', many: 'campaigns' };

/** The campaign that is meant. */
export const campaign = campaignField({ required: true });

/** Reads a campaign that is to be made. @throws ItemProblem */
export function readNewCampaign(item: ItemReader): Requested {
	const code = item.locator('application').value;
	const name = item.requiredText('name');
	const about = item.text('description').trim();
	return {
		application: code,
		name,
		request: {
			application: code,
			name,
			...(about === '' ? {} : { description: about }),
			...readRawFields(item),
		},
		facts: { description: about },
	};
}
