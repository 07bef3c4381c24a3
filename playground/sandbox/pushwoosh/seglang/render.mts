import type { Argument, Expression } from './parser.mts';

/** Writes an expression as listFilters gives it back: operators and text values in lower case. */
export function renderExpression(expression: Expression): string {
	switch (expression.kind) {
		case 'group':
			return `(${renderExpression(expression.inner)})`;
		case 'combine':
			return expression.operands.map(renderExpression).join(` ${expression.sign} `);
		case 'application': {
			const lists = [expression.platforms, expression.flags].filter((list) => list !== undefined);
			return call(expression.name, [quoted(expression.code), ...lists.map(renderArgument)]);
		}
		case 'segment':
			return call(expression.name, [quoted(expression.code)]);
		case 'opaque':
			return call(expression.name, expression.arguments.map(renderArgument));
		case 'tag': {
			const head = expression.application === undefined ? [] : [quoted(expression.application)];
			const relative = expression.daysAgo ? ['daysago'] : [];
			const operand = lowerCased(expression.operand as Argument);
			return call(expression.name, [
				...head,
				quoted(expression.tag),
				...relative,
				expression.operator.toLowerCase(),
				renderArgument(operand),
			]);
		}
	}
}

function call(name: string, given: string[]): string {
	return `${name}(${given.join(', ')})`;
}

function quoted(text: string): string {
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function lowerCased(given: Argument): Argument {
	if (typeof given === 'string') return given.toLowerCase();
	return Array.isArray(given) ? given.map(lowerCased) : given;
}

function renderArgument(given: Argument): string {
	if (typeof given === 'string') return quoted(given);
	if (typeof given === 'number') return String(given);
	if (Array.isArray(given)) return `[${given.map(renderArgument).join(', ')}]`;
	return given.word;
}
