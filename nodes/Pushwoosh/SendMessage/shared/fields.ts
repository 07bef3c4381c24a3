import type { INodeProperties } from 'n8n-workflow';
import { jsonField } from '../../../shared/form/plainFields';
import { applicationField } from '../../fields/applicationField';
import { deliveryFields } from '../../SendPush/form/delivery';

/** The application that sends. */
export const application = applicationField({ required: true });

/** Registers who isn't known yet. */
export const autoRegister: INodeProperties = {
	displayName: 'Auto Register',
	name: 'autoRegister',
	type: 'boolean',
	default: false,
	description: 'Whether to register recipients that Pushwoosh doesn’t know yet; those get nothing otherwise',
};

/** Further fields of a notification. */
export const rawFields = jsonField(
	'Raw Fields (JSON)',
	'rawFields',
	"Further fields of a notification as Pushwoosh's API names them, merged last. They can't change who gets the message.",
);

/**
 * When, and what it counts for: as in Send Push, what the method has of it.
 * @param texts descriptions that differ
 */
export function deliveryField(names: string[], texts: Record<string, string> = {}): INodeProperties {
	const own = deliveryFields.options?.flatMap((field) =>
		'type' in field && names.includes(field.name)
			? [{ ...field, description: texts[field.name] ?? field.description }]
			: [],
	);
	return { ...deliveryFields, options: own };
}
