import { ItemProblem } from '../../shared/engine/failure';
import { quoted } from './literal';

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
 * Checks the outer shape of an expression that somebody wrote: quotes and parentheses are in pairs. Anything else is for
 * Pushwoosh to judge; but a `)` too many would end the parentheses that {@link withinApplication} adds, and reach
 * devices of other applications.
 * @throws ItemProblem
 */
export function checkShape(expression: string, label: string): void {
	const problem = shapeProblem(expression.replace(PLAIN_TEXT, ''));
	// Whether \" continues a text isn't documented, so both readings are given a chance.
	if (problem === undefined || shapeProblem(expression.replace(ESCAPING_TEXT, '')) === undefined) return;
	throw new ItemProblem(`'${label}' ${problem.what}`, problem.advice);
}

const PLAIN_TEXT = /"[^"]*"/g;
const ESCAPING_TEXT = /"(?:[^"\\]|\\.)*"/gs;

/** @param outside the expression without its texts in double quotes; an unpaired quote is left over */
function shapeProblem(outside: string): { what: string; advice: string } | undefined {
	if (/[“”„‟«»]/.test(outside)) {
		return { what: 'holds typographic quotes', advice: 'Write plain double quotes: "…".' };
	}
	if (outside.includes('"')) {
		return {
			what: 'has a double quote without its partner',
			advice: 'Put tag names and texts between two double quotes.',
		};
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
