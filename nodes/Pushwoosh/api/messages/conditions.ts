import { ItemProblem } from '../../../shared/engine/failure';
import { EMPTY_ADVICE } from '../../../shared/items/values';

export const CONDITION_OPERATORS = ['EQ', 'NOTEQ', 'IN', 'NOTIN', 'GTE', 'LTE', 'BETWEEN'] as const;
export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

type Scalar = string | number | boolean;
export type Operand = Scalar | Scalar[];
/** As Pushwoosh takes it. */
export type Condition = [tag: string, operator: ConditionOperator, operand: Operand];

const LIST_OPERATORS: readonly string[] = ['IN', 'NOTIN', 'BETWEEN'];
const ORDER_OPERATORS: readonly string[] = ['GTE', 'LTE', 'BETWEEN'];

/**
 * Makes a tag condition (Pushwoosh API reference, tag conditions): a list for IN, NOTIN and BETWEEN, else one value.
 *
 * The form holds texts, but tags have types, and the service isn't documented to convert. So a whole number in its
 * plain form becomes a number, and with EQ true and false become booleans; in double quotes everything is a text
 * (`"42"` for a text tag). Leading zeros, a "+", a fraction or more than 15 digits make a text: postal codes, telephone
 * numbers, versions, IDs. A bare date gets the time that the service wants (`2027-03-01 00:00`) where only dates and
 * numbers can be compared. (The segmentation language of Manage Segment's builder has rules of its own.)
 * @param value a text (for lists split at the commas outside double quotes), or by expression a number, a boolean or a
 *   list, whose entries are never split
 * @throws ItemProblem when tag or value is empty, or doesn't fit the operator
 */
export function buildCondition(tag: string, operator: ConditionOperator, value: unknown): Condition {
	const name = tag.trim();
	if (name === '') {
		throw new ItemProblem(
			"A condition in 'Conditions' has no tag",
			'Enter the name of the tag as it stands in Pushwoosh.',
			'EMPTY_PARAMETER',
		);
	}
	const where = `The condition on tag '${name}'`;
	if (!LIST_OPERATORS.includes(operator)) {
		if (Array.isArray(value)) {
			throw new ItemProblem(
				`${where} compares with a list`,
				"Choose 'Is One Of' or 'Is Not One Of' for several values.",
			);
		}
		return [name, operator, toOperand(value, operator, where)];
	}
	const entries: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? splitList(value)
			: [value];
	const operands = entries
		.filter((entry) => typeof entry !== 'string' || entry.trim() !== '')
		.map((entry) => toOperand(entry, operator, where));
	if (operands.length === 0) throw emptyValue(where);
	if (operator === 'BETWEEN' && operands.length !== 2) {
		throw new ItemProblem(
			`${where} must have two values, but has ${operands.length}`,
			'Enter the lowest and the highest value with a comma between them, like 18, 35.',
		);
	}
	return [name, operator, operands];
}

function toOperand(value: unknown, operator: ConditionOperator, where: string): Scalar {
	if (typeof value === 'boolean') return value;
	if (typeof value === 'number') return exactNumber(value, where);
	if (value === undefined || value === null) throw emptyValue(where);
	if (typeof value !== 'string') {
		throw new ItemProblem(
			`${where} compares with something that is neither a text nor a number`,
			'Check the expression of its value.',
		);
	}
	const text = value.trim();
	const enclosed = /^"(.*)"$/s.exec(text)?.[1].trim();
	if ((enclosed ?? text) === '') throw emptyValue(where);
	if (enclosed !== undefined) return enclosed;
	if (/^(0|-?[1-9]\d{0,14})$/.test(text)) return Number(text);
	if (operator === 'EQ' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
	const isBareDate = ORDER_OPERATORS.includes(operator) && /^\d{4}-\d\d-\d\d$/.test(text);
	return isBareDate ? `${text} 00:00` : text;
}

function exactNumber(value: number, where: string): number {
	if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return value;
	throw new ItemProblem(
		`${where} compares with a number that isn't exact: ${value}`,
		'Give it as a text if it is an identifier.',
	);
}

/** Commas inside double quotes don't split. */
function splitList(text: string): string[] {
	return text.match(/(?:"[^"]*"|[^,])+/g) ?? [];
}

function emptyValue(where: string): ItemProblem {
	return new ItemProblem(`${where} has no value`, EMPTY_ADVICE, 'EMPTY_PARAMETER');
}
