/** A mistake in a segmentation-language expression; the message says where. */
export class ExpressionError extends Error {}

export type Lexeme =
	| { kind: 'string'; value: string; at: number }
	| { kind: 'number'; value: number; text: string; at: number }
	| { kind: 'word'; value: string; at: number }
	| { kind: 'sign'; value: string; at: number }
	| { kind: 'end'; value: ''; at: number };

const SIGNS = '()[],*+\\';

/** Cuts an expression into strings, numbers, words and signs; white space separates. */
export function readLexemes(source: string): Lexeme[] {
	const lexemes: Lexeme[] = [];
	let at = 0;
	while (at < source.length) {
		const character = source[at];
		if (/\s/.test(character)) {
			at += 1;
		} else if (SIGNS.includes(character)) {
			lexemes.push({ kind: 'sign', value: character, at });
			at += 1;
		} else if (character === '"') {
			const { value, end } = readString(source, at);
			lexemes.push({ kind: 'string', value, at });
			at = end;
		} else {
			const text = /^[A-Za-z0-9_.-]+/.exec(source.slice(at))?.[0];
			if (text === undefined)
				throw new ExpressionError(`unexpected character ${character} at position ${at + 1}`);
			lexemes.push(wordOrNumber(text, at));
			at += text.length;
		}
	}
	lexemes.push({ kind: 'end', value: '', at });
	return lexemes;
}

function readString(source: string, start: number): { value: string; end: number } {
	let value = '';
	for (let at = start + 1; at < source.length; at += 1) {
		const character = source[at];
		if (character === '"') return { value, end: at + 1 };
		if (character !== '\\') {
			value += character;
			continue;
		}
		const escaped = source[at + 1];
		if (escaped !== '"' && escaped !== '\\')
			throw new ExpressionError(`stray backslash in the text at position ${at + 1}`);
		value += escaped;
		at += 1;
	}
	throw new ExpressionError(`the text at position ${start + 1} has no closing quote`);
}

function wordOrNumber(text: string, at: number): Lexeme {
	if (/^-?\d+(\.\d+)?$/.test(text)) return { kind: 'number', value: Number(text), text, at };
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return { kind: 'word', value: text, at };
	throw new ExpressionError(
		`${text} at position ${at + 1} is neither a word nor a number; text needs double quotes`,
	);
}
