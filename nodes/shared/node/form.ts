import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { commonOptions } from '../form/commonOptions';
import type { NodeTable, OperationForm, OperationGroup } from './table';

/**
 * Makes a node's form of the table of its operations: the choice of the group (a resource or a service), the choice of
 * the operation, the operations' fields, and the options. A field that several operations hold, equal in all its
 * members, is one field that is shown for each of them.
 * @returns the properties of the node's description, each with the condition under which it is shown
 */
export function formOf(table: NodeTable): INodeProperties[] {
	const heads = new FieldList(table);
	const operations = new FieldList(table);
	const fields = new FieldList(table);
	// On their own, so that they come last: equal options of two operations would else draw fields apart.
	const options = new FieldList(table);
	for (const group of table.groups) {
		const all = group.operations.map(({ option }) => option.value);
		heads.place(group, all, group.head ?? []);
		operations.place(group, all, [operationField(group)]);
		for (const operation of group.operations) {
			fields.place(group, [operation.option.value], operation.fields);
			options.place(group, [operation.option.value], [optionsField(operation)]);
		}
	}
	return [
		...headOf(table),
		...heads.toProperties(),
		...operations.toProperties(),
		...fields.toProperties(),
		...options.toProperties(),
	];
}

/** What one operation is read from: the fields that its form shows, without conditions of other operations. */
export function fieldsOf(
	table: NodeTable,
	group: OperationGroup,
	operation: OperationForm,
): INodeProperties[] {
	return [
		...headOf(table),
		...(group.head ?? []),
		operationField(group),
		...operation.fields,
		optionsField(operation),
	];
}

/** The fields above those of the groups. */
export function headOf({ head = [], chooser, groups }: NodeTable): INodeProperties[] {
	if (chooser === undefined) return [...head];
	// By name, whatever order the groups have: theirs is that of the fields.
	const options = groups
		.flatMap(({ option }) => (option === undefined ? [] : [option]))
		.sort((one, other) => (one.name < other.name ? -1 : 1));
	return [choice(chooser, options), ...head];
}

/** The choice of the operation. */
export function operationField(group: OperationGroup): INodeProperties {
	const operation = { displayName: 'Operation', name: 'operation', default: group.default };
	return choice(
		operation,
		group.operations.map(({ option }) => option),
	);
}

/** A field that other fields depend on, so that it takes no expression. */
function choice(
	basics: Pick<INodeProperties, 'displayName' | 'name' | 'default'>,
	options: INodePropertyOptions[],
): INodeProperties {
	return { ...basics, type: 'options', noDataExpression: true, options };
}

/** The options collection of an operation: those of all nodes and its own, by name. */
function optionsField({ limits, options = [] }: OperationForm): INodeProperties {
	const { concurrency, batch, keepsConnections } = limits;
	const members = [
		commonOptions.concurrency(concurrency),
		commonOptions.includeInputFields,
		...(batch === undefined ? [] : [commonOptions.batchSize(batch)]),
		...(keepsConnections ? [commonOptions.keepConnections] : []),
		commonOptions.maxRetries,
		commonOptions.timeout,
		...options,
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: members.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}

/** A field with the operations that show it, by group. */
interface Placed {
	field: INodeProperties;
	shownBy: Map<OperationGroup, Set<string>>;
}

/** Fields of several operations in one order, equal ones once. */
class FieldList {
	private readonly placed: Placed[] = [];
	private readonly byContent = new Map<string, Placed>();

	constructor(private readonly table: NodeTable) {}

	/** Adds fields for some operations of a group; new ones come before the next of their fields that is there already. */
	place(group: OperationGroup, operations: readonly string[], fields: readonly INodeProperties[]): void {
		const contents = fields.map((field) => JSON.stringify(field));
		fields.forEach((field, index) => {
			const placed = this.byContent.get(contents[index]) ?? this.insert(field, contents.slice(index));
			const shown = placed.shownBy.get(group) ?? new Set();
			for (const operation of operations) shown.add(operation);
			placed.shownBy.set(group, shown);
		});
	}

	private insert(field: INodeProperties, [content, ...following]: string[]): Placed {
		const placed: Placed = { field, shownBy: new Map() };
		const next = following.map((one) => this.byContent.get(one)).find((one) => one !== undefined);
		this.placed.splice(next === undefined ? this.placed.length : this.placed.indexOf(next), 0, placed);
		this.byContent.set(content, placed);
		return placed;
	}

	toProperties(): INodeProperties[] {
		return this.placed.flatMap(({ field, shownBy }) =>
			this.conditions(shownBy).map((show) => withCondition(field, show)),
		);
	}

	/** One condition where a single one says it, else one for each group. */
	private conditions(shownBy: Placed['shownBy']): Array<Record<string, string[]>> {
		const { chooser, groups } = this.table;
		const isWhole = (group: OperationGroup) => shownBy.get(group)?.size === group.operations.length;
		const chosen = (some: readonly OperationGroup[]): Record<string, string[]> => {
			if (chooser === undefined || some.length === groups.length) return {};
			return { [chooser.name]: some.flatMap(({ option }) => (option === undefined ? [] : [option.value])) };
		};
		const whole = groups.filter(isWhole);
		const parts = groups.filter((group) => shownBy.has(group) && !isWhole(group));
		return [
			...(whole.length > 0 ? [chosen(whole)] : []),
			...parts.map((group) => ({ ...chosen([group]), operation: [...(shownBy.get(group) ?? [])] })),
		];
	}
}

/** The field with a condition beside its own. */
function withCondition(field: INodeProperties, show: Record<string, string[]>): INodeProperties {
	if (Object.keys(show).length === 0) return field;
	const { displayOptions } = field;
	return { ...field, displayOptions: { ...displayOptions, show: { ...show, ...displayOptions?.show } } };
}
