import type { INodeProperties } from 'n8n-workflow';
import { textField } from '../../shared/form/plainFields';

/** Which messages. */
export const messageCodes: INodeProperties = textField(
	'Message Codes',
	'messageCodes',
	'Codes as Send Push returns them: one, several separated by commas, or by expression a list',
	'1A2B-3C4D5E6F-7A8B9C0D',
);
