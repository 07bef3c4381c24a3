import type { INodeProperties } from 'n8n-workflow';
import { textField } from '../../shared/form/plainFields';

/** As {@link textField}, for a text that has to be filled in. */
export function requiredText(...basics: Parameters<typeof textField>): INodeProperties {
	return { ...textField(...basics), required: true };
}
