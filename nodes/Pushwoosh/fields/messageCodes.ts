import type { INodeProperties } from 'n8n-workflow';

/** Which messages. */
export const messageCodes: INodeProperties = {
	displayName: 'Message Codes',
	name: 'messageCodes',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1A2B-3C4D5E6F-7A8B9C0D',
	description: 'Codes as Send Push returns them: one, several separated by commas, or by expression a list',
};
