import { ItemProblem } from '../failure';
import { asRecord } from '../json';
import type { Form, FormField } from './formField';
import { toEntries, toList, type Separator } from './lists';
import {
	toBoolean,
	toChoice,
	toJsonObject,
	toNumberWithin,
	toRequiredText,
	toText,
	type Field,
} from './values';

/** A resource locator's choice. */
interface Located {
	/** Empty for a plain value, which an expression may give. */
	mode: string;
	value: string;
}

/**
 * Reads the values of a form's fields, checked. The form is the rule: it names the label, what counts where the workflow
 * doesn't hold the field, the choices, and the limits. Every method throws an {@link ItemProblem} that names the field.
 */
export abstract class FieldReader {
	protected constructor(private readonly form: Form) {}

	/** The value as n8n would hand it out, unchecked; the form's default where the workflow holds none. */
	abstract raw(name: string): unknown;

	/** @returns the field as the form describes it; of two of one name the one that is shown */
	field(name: string): FormField {
		const fields = this.form.get(name);
		if (!fields) throw new Error(`The form has no field ${name}`);
		return fields.length === 1 ? fields[0] : (fields.find((field) => this.shows(field)) ?? fields[0]);
	}

	/** @returns whether the form has the field at all */
	offers(name: string): boolean {
		return this.form.has(name);
	}

	private shows({ shownFor }: FormField): boolean {
		return shownFor.every(([name, values]) => values.includes(this.raw(name)));
	}

	/** @returns a text, possibly empty, as written */
	text(name: string): string {
		return toText(this.raw(name), this.field(name));
	}

	/** @returns a trimmed text that isn't empty */
	requiredText(name: string): string {
		return toRequiredText(this.raw(name), this.field(name));
	}

	/** @returns a number within the limits of the form */
	number(name: string): number {
		const field = this.field(name);
		return toNumberWithin(this.raw(name), field, field.limits);
	}

	/** As {@link number}, without a fraction. */
	wholeNumber(name: string): number {
		const field = this.field(name);
		return toNumberWithin(this.raw(name), field, { ...field.limits, whole: true });
	}

	boolean(name: string): boolean {
		return toBoolean(this.raw(name), this.field(name));
	}

	/** @returns one of the choices of the form. @param choices the same, where their type matters */
	choice(name: string): string | number;
	choice<T extends string | number>(name: string, choices: readonly T[]): T;
	choice(name: string, choices?: ReadonlyArray<string | number>): string | number {
		const field = this.field(name);
		return toChoice(this.raw(name), choices ?? field.choices, field);
	}

	/** @returns the entries of a list parameter, at least one */
	list(name: string, separator: Separator): string[] {
		return toList(this.raw(name), separator, this.field(name));
	}

	/** As {@link list}, but perhaps none. */
	entries(name: string, separator: Separator): string[] {
		return toEntries(this.raw(name), separator, this.field(name));
	}

	/** @returns undefined when the field is empty */
	jsonObject(name: string): Record<string, unknown> | undefined {
		return toJsonObject(this.raw(name), this.field(name));
	}

	/** @returns the chosen value of a resource locator, trimmed, never empty */
	locator(name: string): Located {
		const { mode, value } = this.optionalLocator(name);
		return { mode, value: toRequiredText(value, this.field(name)) };
	}

	/** As {@link locator}, but as written or listed: of a name, blanks at its ends are a part. */
	exactLocator(name: string): Located {
		const raw = this.raw(name);
		const { mode } = this.locator(name);
		const value = typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
		return { mode, value: toText(value, this.field(name)) };
	}

	/** @returns the chosen value of a resource locator; empty when nothing was chosen */
	optionalLocator(name: string): Located {
		return readLocator(this.raw(name), this.field(name));
	}

	/** @returns a reader of what the user added to a collection */
	collection(name: string): CollectionReader {
		return new CollectionReader(this.field(name).members, membersIn(this.raw(name)));
	}

	/** @returns a reader for each row of one group of a fixed collection */
	rows(name: string, group: string): CollectionReader[] {
		const field = this.field(name);
		const members: Form = field.members.get(group)?.[0].members ?? new Map();
		return readRows(this.raw(name), group, field).map((row) => new CollectionReader(members, row));
	}
}

/**
 * Reads the members of a collection. What the user didn't add has the default of the form: for a member that isn't sent
 * then, ask {@link has} first.
 */
export class CollectionReader extends FieldReader {
	constructor(
		private readonly members: Form,
		private readonly values: Record<string, unknown>,
	) {
		super(members);
	}

	/** @returns whether the user added it, be it empty; an option without a value counts as removed */
	has(name: string): boolean {
		return (
			Object.hasOwn(this.values, name) && (this.values[name] !== undefined || !this.field(name).isOption)
		);
	}

	/** @returns the fields that the user added, in the order of the form */
	added(): FormField[] {
		if (Object.keys(this.values).length === 0) return [];
		return [...this.members.keys()].filter((name) => this.has(name)).map((name) => this.field(name));
	}

	raw(name: string): unknown {
		return this.has(name) ? this.values[name] : this.field(name).default;
	}
}

/** @returns nothing for what is no collection */
function membersIn(value: unknown): Record<string, unknown> {
	return asRecord(value) ?? {};
}

/** Reads a resource locator's `{ mode, value }`; a plain value (from an expression) has the mode `''`. */
export function readLocator(raw: unknown, field: Field): Located {
	if (typeof raw === 'object' && raw !== null && 'value' in raw) {
		const mode = 'mode' in raw && typeof raw.mode === 'string' ? raw.mode : '';
		return { mode, value: toText(raw.value, field).trim() };
	}
	return { mode: '', value: toText(raw, field).trim() };
}

/** Reads `{ group: [row, …] }`; nothing added yet is no rows. */
export function readRows(raw: unknown, group: string, field: Field): Array<Record<string, unknown>> {
	if (raw === undefined || raw === null || raw === '') return [];
	const rows = typeof raw === 'object' ? (membersIn(raw)[group] ?? []) : undefined;
	if (!Array.isArray(rows)) {
		throw new ItemProblem(`'${field.label}' can't be read`, 'Remove its entries and add them again.');
	}
	return rows.map(membersIn);
}
