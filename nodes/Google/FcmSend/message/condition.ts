import { ItemProblem } from '../../../shared/failure';

/** The most topics that a condition may name, each place counted (the sending reference, 4). */
const MOST_TOPICS = 5;

/** A condition that Google can read. */
interface TopicCondition {
	/** As it is sent: trimmed, names in single quotes. */
	text: string;
	/** It holds `!`, and so reaches app instances that have no topic at all. */
	isNegated: boolean;
}

/** With five topics nobody needs more. */
const DEEPEST = 50;

/** A piece of a condition, with its place in the text for messages. */
interface Token {
	kind: 'topic' | 'in topics' | (typeof SIGNS)[number] | 'end';
	/** How it is sent. */
	text: string;
	/** 1 for the first character. */
	position: number;
}

const TOPIC = /^[a-zA-Z0-9\-_.~%]{1,900}$/;
const PIECES = /\s*(?:('[^']*'|"[^"]*")|(in\s+topics)(?![\w-])|(&&|\|\||\S))/g;
const SIGNS = ['&&', '||', '!', '(', ')'] as const;

/**
 * Checks a condition on topics, since what FCM answers to a wrong one says nothing (the sending reference, 8.3):
 * `'a' in topics && ('b' in topics || !('c' in topics))`.
 * @param text as given
 * @returns the condition as it is sent
 * @throws ItemProblem that names the place
 */
export function toTopicCondition(text: string): TopicCondition {
	const condition = text.trim();
	if (condition === '') {
		throw new ItemProblem("'Condition' is empty", "Enter one, such as 'news' in topics.", 'EMPTY_PARAMETER');
	}
	const tokens = tokensOf(condition);
	new Parser(tokens).parse();
	const topics = tokens.filter(({ kind }) => kind === 'topic').length;
	if (topics > MOST_TOPICS) {
		throw invalid(
			`names ${topics} topics, but may name ${MOST_TOPICS} at most`,
			'Send to fewer topics, or in two messages.',
		);
	}
	// FCM takes names in single quotes; no name holds a quote of either kind.
	return { text: condition.replaceAll('"', "'"), isNegated: tokens.some(({ kind }) => kind === '!') };
}

function tokensOf(condition: string): Token[] {
	const tokens: Token[] = [];
	for (const match of condition.matchAll(PIECES)) {
		const [whole, quoted, inTopics, other] = match;
		const piece = quoted ?? inTopics ?? other;
		const position = match.index + whole.length - piece.length + 1;
		if (quoted !== undefined) tokens.push({ kind: 'topic', text: checkedTopic(quoted, position), position });
		else if (inTopics !== undefined) tokens.push({ kind: 'in topics', text: inTopics, position });
		else {
			const kind = SIGNS.find((sign) => sign === other);
			if (!kind) throw notUnderstood(condition, position);
			tokens.push({ kind, text: kind, position });
		}
	}
	return [...tokens, { kind: 'end', text: '', position: condition.length + 1 }];
}

function checkedTopic(quoted: string, position: number): string {
	const name = quoted.slice(1, -1);
	if (TOPIC.test(name)) return `'${name}'`;
	const advice = name.startsWith('/topics/')
		? 'Leave /topics/ away: in a condition stand the bare names.'
		: 'A topic has 1 to 900 letters, digits and - _ . ~ %.';
	throw invalid(`holds the name “${name.slice(0, 40)}” at character ${position}, which is no topic`, advice);
}

/** Reads from left to right; throws at the first piece that can't stand where it stands. */
class Parser {
	private at = 0;
	private depth = 0;

	constructor(private readonly tokens: Token[]) {}

	parse(): void {
		this.expression();
		if (this.next().kind !== 'end') throw this.unexpected('&& or || or the end');
	}

	private next(): Token {
		return this.tokens[this.at];
	}

	private expression(): void {
		this.term();
		while (this.next().kind === '&&' || this.next().kind === '||') {
			this.at++;
			this.term();
		}
	}

	private term(): void {
		if (this.next().kind === '!') {
			this.at++;
			if (this.next().kind !== '(')
				throw this.unexpected("an opening parenthesis after !, as in !('news' in topics)");
		}
		if (this.next().kind === '(') {
			const { position } = this.next();
			if (this.depth++ === DEEPEST) {
				throw invalid(
					`has more than ${DEEPEST} parentheses in one another at character ${position}`,
					'Leave some of them away.',
				);
			}
			this.at++;
			this.expression();
			this.depth--;
			this.take(')', `the closing parenthesis for the one at character ${position}`);
			return;
		}
		this.take('topic', "a topic's name in quotes");
		this.take('in topics', 'in topics');
	}

	private take(kind: Token['kind'], wanted: string): void {
		if (this.next().kind !== kind) throw this.unexpected(wanted);
		this.at++;
	}

	private unexpected(wanted: string): ItemProblem {
		const { kind, text, position } = this.next();
		const what = kind === 'end' ? 'ends' : `has ${text} at character ${position}`;
		return invalid(`${what} where ${wanted} should be`, EXAMPLE);
	}
}

const EXAMPLE = "A condition looks like 'news' in topics && ('sport' in topics || 'weather' in topics).";

function notUnderstood(condition: string, position: number): ItemProblem {
	const rest = condition.slice(position - 1);
	if (/^['"]/.test(rest))
		return invalid(`has a quote at character ${position} that is never closed`, EXAMPLE);
	const [word] = /^[\w$-]+|^\S/.exec(rest) ?? [rest];
	return invalid(`holds “${word}” at character ${position}, which can't be read`, EXAMPLE);
}

function invalid(what: string, advice: string): ItemProblem {
	return new ItemProblem(`'Condition' ${what}`, advice, 'INVALID_CONDITION');
}
