import { FieldReader } from './fieldReader';
import type { Form } from './formField';
import type { ParameterSource } from './parameterSource';

/** Reads one item's parameters, checked; see {@link FieldReader}. */
export class ItemReader extends FieldReader {
	constructor(
		private readonly source: ParameterSource,
		/** Index of the input item. */
		readonly itemIndex: number,
		form: Form,
	) {
		super(form);
	}

	raw(name: string): unknown {
		return this.source.get(name, this.itemIndex, this.field(name).default);
	}

	/** @returns what the parameter holds, if that can stand in an output: a filled text, a number, or a list of them */
	given(name: string): string | number | Array<string | number> | undefined {
		const isPlain = (value: unknown): value is string | number =>
			(typeof value === 'string' && value.trim() !== '') ||
			(typeof value === 'number' && Number.isFinite(value));
		try {
			const value = this.raw(name);
			if (isPlain(value)) return value;
			return Array.isArray(value) && value.length > 0 && value.every(isPlain) ? value : undefined;
		} catch {
			return undefined;
		}
	}
}
