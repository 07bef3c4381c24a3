import { TAG_OPERATORS } from '../tags.mts';
import type { Operand, Scalar, TagOperator } from '../tags.mts';
import { ExpressionError, readLexemes } from './lexer.mts';
import type { Lexeme } from './lexer.mts';

/** An unquoted word as an argument, as in `[ios]` or `daysago`. */
export interface Word {
	word: string;
}

export type Argument = string | number | Word | Argument[];

export interface TagCondition {
	kind: 'tag';
	name: string;
	/** Only for application-specific tags. */
	application?: string;
	tag: string;
	/** `daysago`: the operand counts days before now. */
	daysAgo: boolean;
	operator: TagOperator | 'GT';
	operand: Operand;
}

export type Expression =
	| { kind: 'group'; inner: Expression }
	| { kind: 'combine'; sign: '*' | '+' | '\\'; operands: Expression[] }
	| { kind: 'application'; name: string; code: string; platforms?: Argument[]; flags?: Argument[] }
	| { kind: 'segment'; name: string; code: string }
	| { kind: 'opaque'; name: string; arguments: Argument[] }
	| TagCondition;

const APPLICATION_NAMES = ['A', 'App', 'Application', 'G'];
const TAG_NAMES = ['T', 'AT', 'Tag'];
const SEGMENT_NAMES = ['Segment', 'Static', 'S'];
/** Documented by name only: their arguments are taken as they come. */
const OPAQUE_NAMES = ['Event', 'Geo', 'BTTS', 'Updated'];

/**
 * Reads a segmentation-language expression. Strict where the documentation leaves room: different set
 * operations, and a second subtraction, need parentheses, since their precedence isn't documented.
 * Throws an `ExpressionError`.
 */
export function parseExpression(source: string): Expression {
	const reader = new Reader(readLexemes(source));
	const expression = reader.combination();
	reader.expectEnd();
	return expression;
}

class Reader {
	readonly #lexemes: Lexeme[];
	#position = 0;

	constructor(lexemes: Lexeme[]) {
		this.#lexemes = lexemes;
	}

	combination(): Expression {
		const operands = [this.#operand()];
		let sign: '*' | '+' | '\\' | undefined;
		for (let next = this.#peek(); isSetOperation(next); next = this.#peek()) {
			if (sign !== undefined && (next.value !== sign || sign === '\\')) {
				throw new ExpressionError(
					`group the conditions before ${next.value} with parentheses (position ${next.at + 1})`,
				);
			}
			sign = next.value;
			this.#position += 1;
			operands.push(this.#operand());
		}
		return sign === undefined ? operands[0] : { kind: 'combine', sign, operands };
	}

	expectEnd(): void {
		const next = this.#peek();
		if (next.kind !== 'end') throw unexpected(next);
	}

	#peek(): Lexeme {
		return this.#lexemes[this.#position];
	}

	#next(): Lexeme {
		return this.#lexemes[this.#position++] ?? this.#lexemes.at(-1);
	}

	#take(sign: string): void {
		const next = this.#next();
		if (next.kind !== 'sign' || next.value !== sign) throw unexpected(next, `"${sign}"`);
	}

	#isAt(sign: string): boolean {
		const next = this.#peek();
		return next.kind === 'sign' && next.value === sign;
	}

	#operand(): Expression {
		if (this.#isAt('(')) {
			this.#take('(');
			const inner = this.combination();
			this.#take(')');
			return { kind: 'group', inner };
		}
		const name = this.#next();
		if (name.kind !== 'word') throw unexpected(name, 'a condition such as T(…)');
		this.#take('(');
		const given = this.#argumentsUntil(')');
		return condition(name.value, given);
	}

	#argumentsUntil(closing: ')' | ']'): Argument[] {
		const given: Argument[] = [];
		while (!this.#isAt(closing)) {
			if (given.length > 0) this.#take(',');
			given.push(this.#argument());
		}
		this.#take(closing);
		return given;
	}

	#argument(): Argument {
		if (this.#isAt('[')) {
			this.#take('[');
			return this.#argumentsUntil(']');
		}
		const next = this.#next();
		if (next.kind === 'string' || next.kind === 'number') return next.value;
		if (next.kind === 'word') return { word: next.value };
		throw unexpected(next, 'a value');
	}
}

function isSetOperation(lexeme: Lexeme): lexeme is Lexeme & { kind: 'sign'; value: '*' | '+' | '\\' } {
	return lexeme.kind === 'sign' && ['*', '+', '\\'].includes(lexeme.value);
}

function unexpected(lexeme: Lexeme, wanted?: string): ExpressionError {
	const found = lexeme.kind === 'end' ? 'the end' : `${lexeme.value} at position ${lexeme.at + 1}`;
	return new ExpressionError(`unexpected ${found}${wanted === undefined ? '' : `, expected ${wanted}`}`);
}

function condition(name: string, given: Argument[]): Expression {
	if (APPLICATION_NAMES.includes(name)) return application(name, given);
	if (TAG_NAMES.includes(name)) return tagCondition(name, given);
	if (SEGMENT_NAMES.includes(name)) {
		const [code] = given;
		if (given.length !== 1 || typeof code !== 'string')
			throw new ExpressionError(`${name}(…) takes one code in double quotes`);
		return { kind: 'segment', name, code };
	}
	if (OPAQUE_NAMES.includes(name)) return { kind: 'opaque', name, arguments: given };
	throw new ExpressionError(`unknown condition ${name}(…)`);
}

function application(name: string, given: Argument[]): Expression {
	const [code, platforms, flags] = given;
	if (typeof code !== 'string' || given.length > 3)
		throw new ExpressionError(`${name}(…) takes a code in double quotes`);
	for (const list of given.slice(1)) {
		if (!Array.isArray(list) || list.length === 0)
			throw new ExpressionError(`${name}(…) takes lists after the code`);
	}
	return {
		kind: 'application',
		name,
		code,
		...(platforms === undefined ? {} : { platforms: platforms as Argument[] }),
		...(flags === undefined ? {} : { flags: flags as Argument[] }),
	};
}

function tagCondition(name: string, given: Argument[]): TagCondition {
	const rest = [...given];
	const code = name === 'T' ? undefined : rest.shift();
	if (code !== undefined && typeof code !== 'string')
		throw new ExpressionError(`${name}(…) starts with an application code in double quotes`);
	const tag = rest.shift();
	if (typeof tag !== 'string' || tag === '')
		throw new ExpressionError(`${name}(…) needs a tag name in double quotes`);
	const daysAgo = wordOf(rest[0])?.toLowerCase() === 'daysago';
	if (daysAgo) rest.shift();
	const [operatorWord, operand, ...extra] = rest;
	const operator = wordOf(operatorWord)?.toUpperCase();
	const known =
		(TAG_OPERATORS as readonly (string | undefined)[]).includes(operator) || (daysAgo && operator === 'GT');
	if (!known) throw new ExpressionError(`${name}("${tag}", …) has no known operator`);
	if (operand === undefined || extra.length > 0)
		throw new ExpressionError(`${name}("${tag}", …) takes one value after the operator`);
	return {
		kind: 'tag',
		name,
		...(code === undefined ? {} : { application: code }),
		tag,
		daysAgo,
		operator: operator as TagOperator | 'GT',
		operand: operandOf(operand),
	};
}

function wordOf(given: Argument | undefined): string | undefined {
	return typeof given === 'object' && !Array.isArray(given) ? given.word : undefined;
}

function operandOf(given: Argument): Operand {
	return Array.isArray(given) ? given.map(scalarOf) : scalarOf(given);
}

function scalarOf(given: Argument): Scalar {
	if (typeof given === 'string' || typeof given === 'number') return given;
	throw new ExpressionError(
		Array.isArray(given) ? "lists can't hold lists" : `${given.word} needs double quotes`,
	);
}
