import { ItemProblem } from '../failure';
import { toList, type Separator } from './lists';
import type { ParameterSource } from './parameterSource';
import { toBoolean, toChoice, toJsonObject, toNumber, toRequiredText, toText, type Field } from './values';

/** A collection's members as read for one item; only those that the user added are present. */
export type Collection = Record<string, unknown>;

/** Reads one item's parameters, checked. Every method throws an {@link ItemProblem} that names the field. */
export class ItemReader {
	constructor(
		private readonly source: ParameterSource,
		/** Index of the input item. */
		readonly itemIndex: number,
		private readonly labels: ReadonlyMap<string, string>,
	) {}

	/** The value as n8n would hand it out, unchecked. */
	raw(name: string, fallback?: unknown): unknown {
		return this.source.get(name, this.itemIndex, fallback);
	}

	/** @returns a text, possibly empty, as written */
	text(name: string, fallback = ''): string {
		return toText(this.raw(name, fallback), this.field(name));
	}

	/** @returns a trimmed text that isn't empty */
	requiredText(name: string): string {
		return toRequiredText(this.raw(name, ''), this.field(name));
	}

	number(name: string, fallback: number): number {
		return toNumber(this.raw(name, fallback), this.field(name));
	}

	boolean(name: string, fallback: boolean): boolean {
		return toBoolean(this.raw(name, fallback), this.field(name));
	}

	choice<T extends string | number>(name: string, choices: readonly T[], fallback: T): T {
		return toChoice(this.raw(name, fallback), choices, this.field(name));
	}

	/** @returns the entries of a list parameter, at least one */
	list(name: string, separator: Separator): string[] {
		return toList(this.raw(name, ''), separator, this.field(name));
	}

	jsonObject(name: string): Record<string, unknown> | undefined {
		return toJsonObject(this.raw(name, ''), this.field(name));
	}

	/** @returns the chosen value of a resource locator, trimmed, never empty */
	locator(name: string): { mode: string; value: string } {
		const { mode, value } = this.optionalLocator(name);
		return { mode, value: toRequiredText(value, this.field(name)) };
	}

	/** As {@link locator}, but as written or listed: of a name, blanks at its ends are a part. */
	exactLocator(name: string): { mode: string; value: string } {
		const raw = this.raw(name);
		const { mode } = this.locator(name);
		const value = typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
		return { mode, value: toText(value, this.field(name)) };
	}

	/** @returns the chosen value of a resource locator; empty when nothing was chosen */
	optionalLocator(name: string): { mode: string; value: string } {
		return readLocator(this.raw(name), this.field(name));
	}

	/** @returns the members that the user added */
	collection(name: string): Collection {
		const value = this.raw(name, {});
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Collection) : {};
	}

	/** @returns the rows of one group of a fixed collection */
	rows(name: string, group: string): Collection[] {
		return readRows(this.raw(name, {}), group, this.field(name));
	}

	/** @returns what the parameter holds, if that can stand in an output: a filled text, a number, or a list of them */
	given(name: string): string | number | Array<string | number> | undefined {
		const isPlain = (value: unknown): value is string | number =>
			(typeof value === 'string' && value.trim() !== '') || (typeof value === 'number' && Number.isFinite(value));
		try {
			const value = this.raw(name);
			if (isPlain(value)) return value;
			return Array.isArray(value) && value.length > 0 && value.every(isPlain) ? value : undefined;
		} catch {
			return undefined;
		}
	}

	/** @returns the field as it is called on the screen */
	field(name: string): Field {
		return { name, label: this.labels.get(name) ?? name };
	}
}

/** Reads a resource locator's `{ mode, value }`; a plain value (from an expression) has the mode `''`. */
export function readLocator(raw: unknown, field: Field): { mode: string; value: string } {
	if (typeof raw === 'object' && raw !== null && 'value' in raw) {
		const { mode, value } = raw as { mode?: unknown; value: unknown };
		return { mode: typeof mode === 'string' ? mode : '', value: toText(value, field).trim() };
	}
	return { mode: '', value: toText(raw, field).trim() };
}

/** Reads `{ group: [row, …] }`; nothing added yet is no rows. */
export function readRows(raw: unknown, group: string, field: Field): Collection[] {
	if (raw === undefined || raw === null || raw === '') return [];
	const rows = typeof raw === 'object' ? ((raw as Record<string, unknown>)[group] ?? []) : undefined;
	if (!Array.isArray(rows)) {
		throw new ItemProblem(`'${field.label}' can't be read`, 'Remove its entries and add them again.');
	}
	return rows.map((row) => (typeof row === 'object' && row !== null ? (row as Collection) : {}));
}
