import type { Device } from '../devices.mts';
import { platformName } from '../platforms.mts';
import { operandProblem, tagMatches } from '../tags.mts';
import type { Operand, TagType } from '../tags.mts';
import { ExpressionError } from './lexer.mts';
import type { Argument, Expression, TagCondition } from './parser.mts';

/** What an expression is judged against. */
export interface EvaluationContext {
	/** Milliseconds since 1970. */
	now: number;
	/** Type of a tag, `undefined` for one that isn't known. */
	tagType: (name: string) => TagType | undefined;
	applicationExists: (code: string) => boolean;
	/** Applications of a group, `undefined` for an unknown group. */
	groupMembers: (code: string) => readonly string[] | undefined;
	/** Expression of a saved segment, `undefined` for an unknown code. */
	segment: (code: string) => Expression | undefined;
}

export type DeviceTest = (device: Device) => boolean;

/** Turns an expression into a test for devices. Throws an `ExpressionError` on wrong types or unknown codes. */
export function compileExpression(expression: Expression, context: EvaluationContext): DeviceTest {
	switch (expression.kind) {
		case 'group':
			return compileExpression(expression.inner, context);
		case 'combine': {
			const tests = expression.operands.map((operand) => compileExpression(operand, context));
			if (expression.sign === '*') return (device) => tests.every((test) => test(device));
			if (expression.sign === '+') return (device) => tests.some((test) => test(device));
			const [left, right] = tests;
			return (device) => left(device) && !right(device);
		}
		case 'application':
			return compileApplication(expression, context);
		case 'segment': {
			const saved = context.segment(expression.code);
			if (saved === undefined) throw new ExpressionError(`segment ${expression.code} not found`);
			return compileExpression(saved, context);
		}
		case 'opaque':
			// Their arguments aren't documented, so no device of the table can be said to fulfil them.
			return () => false;
		case 'tag':
			return compileTag(expression, context);
	}
}

function compileApplication(
	{ name, code, platforms, flags }: Expression & { kind: 'application' },
	context: EvaluationContext,
): DeviceTest {
	const codes =
		name === 'G' ? context.groupMembers(code) : context.applicationExists(code) ? [code] : undefined;
	if (codes === undefined) throw new ExpressionError(`application ${code} not found`);
	const wanted = platforms?.map((platform) => textOf(platform).toLowerCase());
	const flagWords = flags?.map((flag) => textOf(flag).toLowerCase()) ?? [];
	const unknown = flagWords.find((flag) => flag !== 'with_tokens' && flag !== 'without_tokens');
	if (unknown !== undefined) throw new ExpressionError(`unknown word ${unknown} in ${name}(…)`);
	return (device) =>
		codes.some((member) => device.applications.includes(member)) &&
		(wanted === undefined || wanted.includes(platformName(device.platform).toLowerCase())) &&
		flagWords.every((flag) => (device.pushToken !== undefined) === (flag === 'with_tokens'));
}

function textOf(given: Argument): string {
	if (typeof given === 'string') return given;
	if (typeof given === 'object' && !Array.isArray(given)) return given.word;
	throw new ExpressionError('platforms and flags are names');
}

function compileTag(condition: TagCondition, context: EvaluationContext): DeviceTest {
	const { application, tag, daysAgo, operator, operand } = condition;
	if (application !== undefined && !context.applicationExists(application)) {
		throw new ExpressionError(`application ${application} not found`);
	}
	const stored = (device: Device) =>
		application === undefined ? device.tags[tag] : device.applicationTags?.[application]?.[tag];
	if (daysAgo) return compileDaysAgo(condition, stored, context.now);
	if (operator === 'GT') throw new ExpressionError('gt goes with daysago only');
	const problem = operandProblem(tag, context.tagType(tag), operator, operand, 'seglang');
	if (problem !== undefined) throw new ExpressionError(problem);
	return (device) => tagMatches(stored(device), operator, operand, context.now);
}

function compileDaysAgo(
	{ tag, operator, operand }: TagCondition,
	stored: (device: Device) => unknown,
	now: number,
): DeviceTest {
	const days = Array.isArray(operand) ? operand : [operand];
	if (days.some((day) => typeof day !== 'number' || !Number.isInteger(day) || day <= 0)) {
		throw new ExpressionError(`daysago of tag "${tag}" takes whole days above 0`);
	}
	const comparison = operator === 'GT' ? 'GTE' : operator;
	const shape: Operand = Array.isArray(operand) ? days : days[0];
	const problem = operandProblem(tag, undefined, comparison, shape, 'seglang');
	if (problem !== undefined) throw new ExpressionError(problem);
	return (device) => {
		const value = stored(device);
		if (typeof value !== 'number') return false;
		const age = Math.floor((now / 1000 - value) / 86_400);
		return operator === 'GT' ? age > Number(days[0]) : tagMatches(age, operator, shape, now);
	};
}
