import type { INodeProperties } from 'n8n-workflow';

type Basics = [displayName: string, name: string, description: string];

/** A field for a text, empty by default. @param example what it may look like */
export function textField(
	...[displayName, name, description, example]: [...Basics, example?: string]
): INodeProperties {
	return { displayName, name, type: 'string', default: '', ...placeholder(example), description };
}

/** A field for a JSON object, empty by default. @param example what it may look like */
export function jsonField(
	...[displayName, name, description, example]: [...Basics, example?: string]
): INodeProperties {
	return { displayName, name, type: 'json', default: '{}', ...placeholder(example), description };
}

/** A field to switch something on, off by default. */
export function switchField(...[displayName, name, description]: Basics): INodeProperties {
	return { displayName, name, type: 'boolean', default: false, description };
}

function placeholder(example: string | undefined): Pick<INodeProperties, 'placeholder'> {
	return example === undefined ? {} : { placeholder: `e.g. ${example}` };
}
