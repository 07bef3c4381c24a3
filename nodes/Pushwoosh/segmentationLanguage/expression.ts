import { ItemProblem } from '../../shared/failure';
import { takesList } from '../tagConditions/operators';
import type { TagCondition } from '../tagConditions/tagCondition';

/**
 * Writes a text as the segmentation language does: in double quotes.
 *
 * How a double quote, a backslash or a line break inside a text would have to be written isn't documented (the
 * service's reference, 6.6). A guess could end the text early and select other devices, so such texts are refused.
 * @param what names the text for the message, as in "The value of tag 'City'"
 * @throws ItemProblem for a text that can't be written safely
 */
function quoted(text: string, what: string): string {
	const unsafe = /["\\]|[\p{Cc}\p{Zl}\p{Zp}]/u.exec(text)?.[0];
	if (unsafe === undefined) return `"${text}"`;
	throw new ItemProblem(
		`${what} holds ${nameOf(unsafe)}, which Pushwoosh's segmentation language has no safe way to write`,
		"Take it out, or set 'Filter Mode' to 'Expression' and write the expression yourself.",
	);
}

function nameOf(character: string): string {
	if (character === '"') return 'a double quote';
	if (character === '\\') return 'a backslash';
	return /[\n\r\p{Zl}\p{Zp}]/u.test(character) ? 'a line break' : 'a control character';
}

/**
 * Writes a tag condition, e.g. `T("City", IN, ["Madrid", "Seville"])`: numbers bare, everything else in double quotes, true
 * and false too (the service's reference, 6.4 and 6.6). A bare number also fits text tags, where Pushwoosh takes it as text.
 * @throws ItemProblem for what can't be written safely
 */
export function writeTagCondition({ tag, operator, operands }: TagCondition): string {
	const values = operands.map((operand) =>
		typeof operand === 'number' ? String(operand) : quoted(String(operand), `The value of tag '${tag}'`),
	);
	const operand = takesList(operator) ? `[${values.join(', ')}]` : values[0];
	return `T(${quoted(tag, `The tag '${tag}'`)}, ${operator}, ${operand})`;
}

/**
 * Joins conditions to one expression. Every operation gets its own parentheses, as the vendor's library does: which
 * sign binds tighter isn't documented (the service's reference, 6.5).
 * @param conditions at least one
 * @returns e.g. `((a * b) * c)`; a single condition stays as it is
 */
export function combine(conditions: readonly string[], how: 'AND' | 'OR'): string {
	const sign = how === 'AND' ? '*' : '+';
	return conditions.reduce((all, condition) => `(${all} ${sign} ${condition})`);
}

/**
 * Keeps an expression inside one application: tags alone select devices of all of them.
 * @throws ItemProblem when the code holds what can't be quoted
 */
export function withinApplication(code: string, expression: string): string {
	return `(A(${quoted(code, "'Application'")}) * (${expression}))`;
}

/**
 * Selects the devices of a saved segment. The condition is documented, that it takes the code alone is inferred (the
 * service's reference, 6.2); if that is wrong, Pushwoosh refuses the expression.
 * @throws ItemProblem when the code holds what can't be quoted
 */
export function savedSegment(code: string): string {
	return `Segment(${quoted(code, "The segment's code")})`;
}

/**
 * Checks the outer shape of an expression that somebody wrote: quotes and parentheses are in pairs. Anything else is for
 * Pushwoosh to judge; but a `)` too many would end the parentheses that {@link withinApplication} adds, and reach
 * devices of other applications.
 *
 * What a backslash means inside a text isn't documented (the service's reference, 6.6), and data may put one there. So
 * every reading has to be in order: one that isn't may be the one that Pushwoosh uses.
 * @throws ItemProblem
 */
export function checkShape(expression: string, label: string): void {
	for (const text of READINGS) {
		const problem = shapeProblem(expression.replace(text, ''));
		if (problem) throw new ItemProblem(`'${label}' ${problem.what}`, problem.advice);
	}
}

/** What a text in double quotes may be: one in which a backslash means nothing, … */
const READINGS = [
	/"[^"]*"/g,
	// … escapes every character, a backslash included, …
	/"(?:[^"\\]|\\.)*"/gs,
	// … or escapes nothing but a double quote.
	/"(?:\\"|[^"\\]|\\(?!"))*"/g,
];

/** @param outside the expression without its texts in double quotes; an unpaired quote is left over */
function shapeProblem(outside: string): { what: string; advice: string } | undefined {
	if (/[“”„‟«»]/.test(outside)) {
		return { what: 'holds typographic quotes', advice: 'Write plain double quotes: "…".' };
	}
	if (outside.includes('"')) {
		return {
			what: 'has a double quote without its partner',
			advice: 'Put tag names and texts between two double quotes, and no backslash at the end of one.',
		};
	}
	// Where they would begin a text too, what stands in it would be read in yet another way.
	if (/['`]/.test(outside)) {
		return { what: 'holds a single quote outside double quotes', advice: 'Write plain double quotes: "…".' };
	}
	let depth = 0;
	for (const sign of outside.match(/[()]/g) ?? []) {
		depth += sign === '(' ? 1 : -1;
		if (depth < 0)
			return { what: 'has a closing parenthesis too many', advice: 'Check that every ) has its (.' };
	}
	if (depth === 0) return undefined;
	return { what: 'has a parenthesis that is never closed', advice: 'Check that every ( has its ).' };
}
