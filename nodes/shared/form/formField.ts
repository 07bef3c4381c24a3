import type { INodeProperties } from 'n8n-workflow';
import type { Field, NumberLimits } from './values';

/** A field as the form describes it, which is how its values are read. */
export interface FormField extends Field {
	type: INodeProperties['type'];
	/** What counts where the workflow doesn't hold the field. */
	default: unknown;
	/** What a list offers. */
	choices: ReadonlyArray<string | number>;
	limits: NumberLimits;
	/** Of a collection its fields; of a fixed one its groups, each with its own. */
	members: Form;
	/** The values that other fields must have for it to be shown, by name. */
	shownFor: ReadonlyArray<[name: string, values: readonly unknown[]]>;
}

/** Fields by name; several of one name where other fields decide which of them is shown. */
export type Form = ReadonlyMap<string, readonly FormField[]>;

/** Makes of a description's fields what readers need; to be done once a run. */
export function toForm(properties: readonly INodeProperties[], isOptions = false): Form {
	const form = new Map<string, FormField[]>();
	for (const property of properties) {
		if (property.type === 'notice') continue;
		const field = toFormField(property, isOptions);
		form.set(field.name, [...(form.get(field.name) ?? []), field]);
	}
	return form;
}

function toFormField(property: INodeProperties, isOption: boolean): FormField {
	const {
		name,
		displayName,
		type,
		options = [],
		typeOptions: { minValue, maxValue } = {},
		displayOptions,
	} = property;
	const members = options.flatMap((option): INodeProperties[] => {
		if (!('values' in option)) return 'type' in option ? [option] : [];
		const { name, displayName, values } = option;
		return [{ name, displayName, type: 'collection', default: {}, options: values }];
	});
	return {
		name,
		label: displayName,
		isOption,
		type,
		default: property.default,
		choices: options.flatMap((option) =>
			'value' in option && typeof option.value !== 'boolean' ? [option.value] : [],
		),
		limits: { least: minValue, most: maxValue },
		members: toForm(members, name === 'options'),
		// What stands elsewhere in the form ('/operation') or is no field ('@version') tells no two of one name apart.
		shownFor: Object.entries(displayOptions?.show ?? {}).flatMap(([other, values = []]) =>
			/^\w/.test(other) ? [[other, values]] : [],
		),
	};
}
