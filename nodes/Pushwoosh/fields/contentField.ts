import type { INodeProperties } from 'n8n-workflow';
import { textField } from '../../shared/form/plainFields';

/** The text of a message. */
export function contentField(description: string): INodeProperties {
	const field = textField('Content', 'content', description, 'Your parcel is on its way');
	return { ...field, typeOptions: { rows: 3 } };
}
