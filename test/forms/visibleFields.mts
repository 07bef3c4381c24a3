import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeParameters, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** What a saved workflow depends on in a field: not its texts, nor its place. */
interface FieldFacts {
	type: string;
	default: unknown;
	/** Values of a list of choices. */
	choices?: unknown[];
	/** Members of a collection, or of the groups of a fixed one. */
	members?: Record<string, FieldFacts>;
	/** Ways to choose in a resource locator. */
	modes?: string[];
}

/** @returns for each combination of the fields that others depend on: the fields that are visible then */
export function visibleFields(description: INodeTypeDescription): Record<string, Record<string, FieldFacts>> {
	const seen: Record<string, Record<string, FieldFacts>> = {};
	const deciding = decidingFields(description.properties);
	for (const parameters of combinations(description.properties, deciding)) {
		const visible = description.properties.filter((field) => isVisible(parameters, field, description));
		if (!isForm(parameters, visible, deciding)) continue;
		seen[nameOf(parameters)] = Object.fromEntries(
			visible
				.filter(({ type }) => type !== 'notice')
				.map((field) => [field.name, factsOf(field, parameters)]),
		);
	}
	return seen;
}

function isVisible(
	parameters: INodeParameters,
	field: INodeProperties,
	description: INodeTypeDescription,
): boolean {
	const node: Pick<INode, 'typeVersion'> = { typeVersion: 1 };
	return NodeHelpers.displayParameter(parameters, field, node, description);
}

function nameOf(parameters: INodeParameters): string {
	return Object.keys(parameters)
		.sort()
		.map((name) => `${name}=${String(parameters[name])}`)
		.join(' ');
}

/** The names of the fields that others depend on. */
function decidingFields(properties: INodeProperties[]): Set<string> {
	const names = properties.flatMap(({ displayOptions }) =>
		Object.keys({ ...displayOptions?.show, ...displayOptions?.hide }),
	);
	return new Set(
		names.filter((name) => properties.some((field) => field.name === name && valuesOf(field).length > 0)),
	);
}

/** Only combinations that a form can be in count: what is visible has one of its values, what isn't has none. */
function isForm(parameters: INodeParameters, visible: INodeProperties[], deciding: Set<string>): boolean {
	return [...deciding].every((name) => {
		const field = visible.find((one) => one.name === name);
		if (field === undefined || !(name in parameters)) return field === undefined && !(name in parameters);
		const choices = factsOf(field, parameters).choices;
		return choices === undefined || choices.includes(parameters[name]);
	});
}

/** Each deciding field takes each of its values, or stays away. */
function combinations(properties: INodeProperties[], names: Set<string>): INodeParameters[] {
	let all: INodeParameters[] = [{}];
	for (const name of names) {
		const values = new Set(properties.filter((field) => field.name === name).flatMap(valuesOf));
		all = all.flatMap((one) => [one, ...[...values].map((value) => ({ ...one, [name]: value }))]);
	}
	return all;
}

function valuesOf({ type, options = [] }: INodeProperties): Array<string | number | boolean> {
	if (type === 'boolean') return [true, false];
	return options.flatMap((option) => ('value' in option ? [option.value] : []));
}

function factsOf(field: INodeProperties, parameters: INodeParameters): FieldFacts {
	const { type, options = [], modes } = field;
	const facts: FieldFacts = { type, default: field.default };
	const choices = options.flatMap((option) =>
		'value' in option && isOffered(option, parameters) ? [option.value] : [],
	);
	// Time zones are those that Node.js knows, which grow with its versions.
	if (choices.length > 0 && field.name !== 'timezone') facts.choices = choices.sort();
	const members = options.flatMap((option): Array<[string, FieldFacts]> => {
		if ('values' in option) {
			return option.values.map((value) => [`${option.name}.${value.name}`, factsOf(value, parameters)]);
		}
		return 'type' in option && isOffered(option, parameters)
			? [[option.name, factsOf(option, parameters)]]
			: [];
	});
	if (members.length > 0) facts.members = Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
	if (modes) facts.modes = modes.map(({ name }) => name);
	return facts;
}

/** Conditions of a choice or of a collection's member; those of a member name the form's fields by a path. */
function isOffered(
	{ displayOptions }: Pick<INodeProperties, 'displayOptions'>,
	parameters: INodeParameters,
): boolean {
	const rules = Object.entries(displayOptions?.show ?? {});
	return rules.every(([name, values]) =>
		(values ?? []).some((value) => value === parameters[name.replace('/', '')]),
	);
}
