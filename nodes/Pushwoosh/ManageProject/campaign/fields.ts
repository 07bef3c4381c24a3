import { campaignField } from '../../fields/codeField';

export const CAMPAIGN = { one: 'campaign', many: 'campaigns' };

/** The campaign that is meant. */
export const campaign = campaignField({ required: true });
